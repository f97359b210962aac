import sharp from 'sharp'

/** A drawn portrait, at the size of the photos on cards: nobody's face. */
export function drawnPortrait(background: string, skin: string, hair: string): Promise<Buffer> {
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 827 1063">
    <rect width="827" height="1063" fill="${background}"/>
    <path d="M110 1063c10-230 140-320 303-320s293 90 304 320z" fill="#14214f"/>
    <rect x="340" y="620" width="147" height="190" rx="70" fill="${skin}"/>
    <ellipse cx="413" cy="470" rx="190" ry="235" fill="${skin}"/>
    <path d="M205 480c-30-230 90-330 215-330s245 90 200 330c-25-120-80-170-200-170s-190 50-215 170z" fill="${hair}"/>
    <circle cx="343" cy="480" r="20" fill="#1b2136"/><circle cx="483" cy="480" r="20" fill="#1b2136"/>
    <path d="M340 590q73 70 146 0" fill="none" stroke="#1b2136" stroke-width="14" stroke-linecap="round"/>
  </svg>`
  return sharp(Buffer.from(drawing)).jpeg({ quality: 85 }).toBuffer()
}
