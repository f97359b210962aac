import sharp from 'sharp'

/** A drawn specimen of a RIB, of a bank that is none. */
export function drawnRib({ holder, iban }: { holder: string; iban: string }): Promise<Buffer> {
  const line = (y: number, label: string, value: string) =>
    `<text x="80" y="${y}" font-size="24" fill="#4d5a7a">${label}</text><text x="80" y="${y + 40}" font-size="34" font-weight="700">${value}</text>`
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1280 640" font-family="Verdana, sans-serif" fill="#1b2136">
    <rect width="1280" height="640" fill="#f4f6fa"/>
    <text x="80" y="100" font-size="40" font-weight="700">RELEVÉ D’IDENTITÉ BANCAIRE</text>
    ${line(190, 'Titulaire', holder)}
    ${line(310, 'IBAN', (iban.match(/.{1,4}/g) ?? []).join(' '))}
    ${line(430, 'Domiciliation', 'BANQUE DE LA DÉMONSTRATION')}
    <text x="640" y="380" font-size="150" font-weight="700" fill="#b3122e" opacity="0.2" text-anchor="middle" transform="rotate(-18 640 380)">SPÉCIMEN</text>
  </svg>`
  return sharp(Buffer.from(drawing), { density: 96 }).resize(1280).flatten({ background: '#fff' }).jpeg({ quality: 85 }).toBuffer()
}
