import { inflateSync } from 'node:zlib'

/** The words of a PDF made by pdfkit, in the order in which they are drawn: what one gets by copying them. */
export function pdfText(pdf: Buffer): string {
  const objects = new Map<string, string>()
  for (const [, id, body] of pdf.toString('latin1').matchAll(/(\d+) 0 obj\n([\s\S]*?)\nendobj/g)) objects.set(id as string, body as string)
  const letters = lettersOfFonts(objects)

  let text = ''
  for (const body of objects.values()) {
    const content = streamOf(body)
    if (!content.includes(' Tf')) continue
    let font: string[] = []
    for (const [, name, glyphs] of content.matchAll(/\/(F\d+) [\d.]+ Tf|\[(.*?)\] TJ/g)) {
      if (name) font = letters.get(name) ?? []
      else
        for (const [, hex] of (glyphs ?? '').matchAll(/<([0-9a-f]*)>/g))
          text += (hex ?? '').replace(/.{4}/g, (code) => font[Number.parseInt(code, 16)] ?? '?')
    }
  }
  return text
}

/** The letters of each font, by its name. */
function lettersOfFonts(objects: Map<string, string>): Map<string, string[]> {
  const letters = new Map<string, string[]>()
  for (const body of objects.values()) {
    for (const [, name, id] of body.matchAll(/\/(F\d+) (\d+) 0 R/g)) {
      const toUnicode = /\/ToUnicode (\d+) 0 R/.exec(objects.get(id as string) ?? '')?.[1]
      if (toUnicode) letters.set(name as string, lettersOf(streamOf(objects.get(toUnicode) ?? '')))
    }
  }
  return letters
}

function streamOf(body: string): string {
  const bytes = /stream\n([\s\S]*)\nendstream/.exec(body)?.[1]
  if (bytes === undefined) return ''
  return body.includes('/FlateDecode') ? inflateSync(Buffer.from(bytes, 'latin1')).toString('latin1') : bytes
}

/** The letters of a font's glyphs, as its ToUnicode map lists them. */
function lettersOf(map: string): string[] {
  const letters: string[] = []
  for (const [, first, list] of map.matchAll(/<([0-9a-f]+)> <[0-9a-f]+> \[(.*?)\]/gs)) {
    let glyph = Number.parseInt(first as string, 16)
    for (const [, hex] of (list as string).matchAll(/<([0-9a-f ]*)>/g)) {
      letters[glyph++] = Buffer.from((hex as string).replace(/ /g, ''), 'hex')
        .swap16()
        .toString('utf16le')
    }
  }
  return letters
}
