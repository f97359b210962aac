import sharp from 'sharp'

/** A drawn specimen of an identity card: of no country, and of nobody's face. */
export function drawnIdentityCard(card: { lastName: string; firstName: string; born: string }): Promise<Buffer> {
  const line = (y: number, label: string, value: string) =>
    `<text x="520" y="${y}" font-size="26" fill="#4d5a7a">${label}</text><text x="520" y="${y + 44}" font-size="40" font-weight="700">${value}</text>`
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1280 808" font-family="Verdana, sans-serif" fill="#1b2136">
    <rect width="1280" height="808" rx="40" fill="#e6edf6"/>
    <path d="M0 620q320-120 640 0t640 0v188H0z" fill="#d3dfee"/>
    <text x="80" y="110" font-size="44" font-weight="700">CARTE D’IDENTITÉ</text>
    <rect x="80" y="170" width="360" height="460" rx="16" fill="#f4e4dc"/>
    <path d="M120 630c6-110 60-160 140-160s134 50 140 160z" fill="#14214f"/>
    <ellipse cx="260" cy="370" rx="90" ry="112" fill="#f0c9a4"/>
    <path d="M165 380c-16-120 40-180 95-180s112 60 95 180c-12-60-40-88-95-88s-83 28-95 88z" fill="#2d1a10"/>
    ${line(200, 'Nom', card.lastName)}
    ${line(310, 'Prénom', card.firstName)}
    ${line(420, 'Date de naissance', card.born)}
    ${line(530, 'N°', 'SPECIMEN00')}
    <text x="90" y="740" font-size="40" fill="#7a86a3" letter-spacing="6">SPÉCIMEN&lt;&lt;DÉMONSTRATION&lt;&lt;&lt;&lt;&lt;&lt;</text>
    <text x="640" y="470" font-size="150" font-weight="700" fill="#b3122e" opacity="0.22" text-anchor="middle" transform="rotate(-24 640 470)">SPÉCIMEN</text>
  </svg>`
  return sharp(Buffer.from(drawing), { density: 96 }).resize(1280).flatten({ background: '#fff' }).jpeg({ quality: 85 }).toBuffer()
}
