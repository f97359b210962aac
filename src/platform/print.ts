import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import PDFDocument from 'pdfkit'

/** The margin of a sheet, in points. */
export const MARGIN = 56

const BAND_HEIGHT = 84
const GREEN = '#006b55'
const INK = '#161b33'

const fontFile = (subset: 'latin' | 'latin-ext', weight: number): Buffer =>
  readFileSync(
    createRequire(import.meta.url).resolve(
      `@fontsource/atkinson-hyperlegible-next/files/atkinson-hyperlegible-next-${subset}-${weight}-normal.woff`,
    ),
  )

/** The zero without a slash of amounts and telephones: see src/ui/fonts. */
const plainZero = (): Buffer => readFileSync(createRequire(import.meta.url).resolve('#fonts/plain-zero-400.woff'))

export interface Sheet {
  /** Where to draw; its fonts are `bold`, `latin`, `other` for the letters of the typeface's second file, and `zero`. */
  document: PDFKit.PDFDocument
  /** What `draw` puts on the sheet, as a heading or a paragraph for those who listen. */
  add(tag: 'H1' | 'H2' | 'P', draw: () => void): void
  /** A drawing, and what is said of it to those who listen. */
  figure(alt: string, draw: () => void): void
}

/** An A4 document of ours as a PDF, tagged so that it can be listened to: the green band, the heading, then what `draw` adds. */
export function printed(given: { title: string; heading?: string; createdAt?: Date }, draw: (sheet: Sheet) => void): Promise<Buffer> {
  const document = new PDFDocument({
    size: 'A4',
    margin: MARGIN,
    pdfVersion: '1.7',
    tagged: true,
    lang: 'fr',
    displayTitle: true,
    info: { Title: given.title, Author: 'Région Hauts-de-France', ...(given.createdAt && { CreationDate: given.createdAt }) },
  })
  document.registerFont('bold', fontFile('latin', 700))
  document.registerFont('latin', fontFile('latin', 400))
  document.registerFont('other', fontFile('latin-ext', 400))
  document.registerFont('zero', plainZero())
  const finished = new Promise<Buffer>((resolve, reject) => {
    const chunks: Buffer[] = []
    document.on('data', (chunk: Buffer) => chunks.push(chunk))
    document.on('end', () => resolve(Buffer.concat(chunks)))
    document.on('error', reject)
  })
  const root = document.struct('Document')
  document.addStructure(root)
  const add: Sheet['add'] = (tag, draw) => root.add(document.struct(tag, {}, draw))
  const figure: Sheet['figure'] = (alt, draw) => root.add(document.struct('Figure', { alt }, draw))

  document.markContent('Artifact', { type: 'Layout' })
  document.rect(0, 0, document.page.width, BAND_HEIGHT).fill(GREEN)
  document.endMarkedContent()
  add('P', () => document.font('bold').fontSize(22).fillColor('#ffffff').text('GÉNÉRATION #HDF', MARGIN, 30))
  add('H1', () =>
    document
      .fontSize(20)
      .fillColor(INK)
      .text(given.heading ?? given.title, MARGIN, 124),
  )
  draw({ document, add, figure })
  root.end()
  document.end()
  return finished
}
