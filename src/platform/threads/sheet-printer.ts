import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { parentPort } from 'node:worker_threads'
import { inflateSync } from 'node:zlib'
import PDFDocument from 'pdfkit'
import { OUR_REGION } from '../region.ts'

/** Draws A4 documents of ours, tagged so that they can be listened to. A thread that stays: it reads its fonts once. */

export interface Question {
  title: string
  heading?: string
  createdAt?: Date
  /** A label and its value a line, all on one page, with what a till scans above them; articles one after the other; or a table. */
  content: { lines: [label: string, value: string][]; voucher?: Voucher } | { articles: Article[] } | { table: Table }
}

/** What a partner scans, and the last day on which it takes it, in words. */
export interface Voucher {
  code: { size: number; path: string }
  until: string
}

interface Article {
  title?: string
  paragraphs: string[]
}

/** As many sheets as its rows take: on the first what it is, in paragraphs, and its sums; under each which it is, and of how many. */
export interface Table {
  /** What stands on top of each sheet after the first. */
  running: string
  about: string[]
  sums: [label: string, value: string][]
  columns: { label: string; width: number; isNumeric?: boolean }[]
  rows: string[][]
}

export type Answer = Uint8Array

/** The margin of a sheet, in points. */
const MARGIN = 56

const BAND_HEIGHT = 84
const GREEN = '#006b55'
const INK = '#161b33'

const require = createRequire(import.meta.url)
const FONTS = {
  bold: fontOf('latin', 700),
  latin: fontOf('latin', 400),
  /** Letters of the typeface's second file. */
  other: fontOf('latin-ext', 400),
  /** The zero without a slash of amounts and telephones: see src/ui/fonts. */
  zero: unpacked(readFileSync(require.resolve('#fonts/plain-zero-400.woff'))),
}

function fontOf(subset: 'latin' | 'latin-ext', weight: number): Buffer {
  const file = `@fontsource/atkinson-hyperlegible-next/files/atkinson-hyperlegible-next-${subset}-${weight}-normal.woff`
  return unpacked(readFileSync(require.resolve(file)))
}

/** The OpenType file in a WOFF: what draws would inflate its tables in JavaScript, at each document again. */
function unpacked(woff: Buffer): Buffer {
  const count = woff.readUInt16BE(12)
  const head = Buffer.alloc(12 + 16 * count)
  woff.copy(head, 0, 4, 8)
  const searched = 2 ** Math.floor(Math.log2(count))
  head.writeUInt16BE(count, 4)
  head.writeUInt16BE(searched * 16, 6)
  head.writeUInt16BE(Math.log2(searched), 8)
  head.writeUInt16BE((count - searched) * 16, 10)
  const parts: Buffer[] = [head]
  let at = head.length
  for (let number = 0; number < count; number++) {
    const entry = woff.subarray(44 + 20 * number, 64 + 20 * number)
    const [offset, packedLength, length] = [entry.readUInt32BE(4), entry.readUInt32BE(8), entry.readUInt32BE(12)]
    const bytes = woff.subarray(offset, offset + packedLength)
    const place = 12 + 16 * number
    entry.copy(head, place, 0, 4)
    entry.copy(head, place + 4, 16, 20)
    head.writeUInt32BE(at, place + 8)
    head.writeUInt32BE(length, place + 12)
    // A table that would not be smaller packed is not.
    parts.push(packedLength < length ? inflateSync(bytes) : bytes, Buffer.alloc(-length & 3))
    at += length + (-length & 3)
  }
  return Buffer.concat(parts)
}

/** What is drawn, as a heading or a paragraph for those who listen. */
type Add = (tag: 'H1' | 'H2' | 'P', draw: () => void) => void

interface Sheet {
  document: PDFKit.PDFDocument
  add: Add
  /** A drawing, and what is said of it to those who listen. */
  figure(alt: string, draw: () => void): void
}

/** The green band, the heading, then the content. */
function printed({ title, heading, createdAt, content }: Question): Promise<Buffer> {
  const document = new PDFDocument({
    size: 'A4',
    margin: MARGIN,
    pdfVersion: '1.7',
    tagged: true,
    lang: 'fr',
    displayTitle: true,
    info: { Title: title, Author: `Région ${OUR_REGION.name}`, ...(createdAt && { CreationDate: createdAt }) },
  })
  for (const [name, font] of Object.entries(FONTS)) document.registerFont(name, font)
  const finished = new Promise<Buffer>((resolve, reject) => {
    const chunks: Buffer[] = []
    document.on('data', (chunk: Buffer) => chunks.push(chunk))
    document.on('end', () => resolve(Buffer.concat(chunks)))
    document.on('error', reject)
  })
  const root = document.struct('Document')
  document.addStructure(root)
  const add: Add = (tag, draw) => root.add(document.struct(tag, {}, draw))
  const figure: Sheet['figure'] = (alt, draw) => root.add(document.struct('Figure', { alt }, draw))

  document.markContent('Artifact', { type: 'Layout' })
  document.rect(0, 0, document.page.width, BAND_HEIGHT).fill(GREEN)
  document.endMarkedContent()
  add('P', () => document.font('bold').fontSize(22).fillColor('#ffffff').text(OUR_REGION.card.toUpperCase(), MARGIN, 30))
  add('H1', () =>
    document
      .fontSize(20)
      .fillColor(INK)
      .text(heading ?? title, MARGIN, 124),
  )
  if ('lines' in content) drawLines({ document, add, figure }, content)
  else if ('table' in content) drawTable(document, add, content.table)
  else drawArticles(document, add, content.articles)
  root.end()
  document.end()
  return finished
}

function drawArticles(document: PDFKit.PDFDocument, add: Add, articles: Article[]): void {
  document.moveDown(0.5)
  for (const { title, paragraphs } of articles) {
    if (title !== undefined) add('H2', () => document.font('bold').fontSize(12).text(title))
    for (const paragraph of paragraphs) {
      document.fontSize(10.5)
      add('P', () => drawRuns(document, runsOf(paragraph)))
    }
    document.moveDown(0.5)
  }
}

const LINES_START = 180
const CODE_TOP = 108
const CODE_SIDE = 150
const LARGEST = 15

/** All on one page, which they fill. */
function drawLines(sheet: Sheet, { lines, voucher }: { lines: [label: string, value: string][]; voucher?: Voucher }): void {
  const { document, add } = sheet
  if (voucher) drawVoucher(sheet, voucher)
  const top = voucher ? CODE_TOP + CODE_SIDE + 36 : LINES_START
  const written = lines.map(([label, value]) => ({ label: `${label} : `, runs: runsOf(value) }))
  const gap = spread(document, written, document.page.height - MARGIN - top)
  document.y = top
  for (const { label, runs } of written) {
    add('P', () => {
      document.font('bold').text(label, MARGIN, document.y, { continued: runs.length > 0 })
      drawRuns(document, runs)
    })
    document.y += gap
  }
}

function drawVoucher({ document, add, figure }: Sheet, { code, until }: Voucher): void {
  const left = document.page.width - MARGIN - CODE_SIDE
  figure('QR code du ticket, à scanner en caisse', () =>
    document
      .save()
      .translate(left, CODE_TOP)
      .scale(CODE_SIDE / code.size)
      .path(code.path)
      .fill('#000000')
      .restore(),
  )
  document.fillColor(INK).fontSize(13)
  add('P', () => {
    document.font('bold').text('À remettre au partenaire', MARGIN, 176, { width: left - MARGIN })
    document.font('bold').text('jusqu’au ', { continued: true })
    drawRuns(document, runsOf(until), { continued: true })
    document.font('bold').text(' inclus.')
  })
  document.fontSize(10)
  add('P', () =>
    document
      .font('latin')
      .text('En caisse : scannez le code, ou saisissez le numéro de ticket.', MARGIN, 220, { width: left - MARGIN - 20 }),
  )
}

const TABLE_MARGIN = 36
const ROW_HEIGHT = 13
const TABLE_SIZE = 8

/** A row is a paragraph that says its cells in order: to mark each cell would make the file several times bigger. */
function drawTable(document: PDFKit.PDFDocument, add: Add, { running, about, sums, columns, rows }: Table): void {
  const { width, height } = document.page
  document.fontSize(11)
  for (const line of about) add('P', () => drawRuns(document, runsOf(line)))
  document.moveDown(0.5)
  for (const [label, value] of sums) {
    add('P', () => {
      document.font('bold').text(`${label} : `, MARGIN, document.y, { continued: true })
      drawRuns(document, runsOf(value))
    })
  }
  const onPage = (top: number) => Math.floor((height - TABLE_MARGIN - 20 - top) / ROW_HEIGHT) - 1
  const [first, others] = [document.y + 16, TABLE_MARGIN + 20]
  const pages = 1 + Math.ceil(Math.max(0, rows.length - onPage(first)) / onPage(others))
  for (let page = 1, done = 0; page <= pages; page++) {
    if (page > 1) document.addPage()
    const top = page === 1 ? first : others
    document.markContent('Artifact', { type: 'Pagination' })
    document.fontSize(TABLE_SIZE).fillColor(INK)
    if (page > 1) drawCell(document, running, { left: TABLE_MARGIN, top: TABLE_MARGIN, width: width - 2 * TABLE_MARGIN })
    drawCell(document, `Page ${page} sur ${pages}`, {
      left: width - TABLE_MARGIN - 90,
      top: height - TABLE_MARGIN,
      width: 90,
      isNumeric: true,
    })
    document
      .moveTo(TABLE_MARGIN, top + ROW_HEIGHT - 2)
      .lineTo(width - TABLE_MARGIN, top + ROW_HEIGHT - 2)
      .lineWidth(0.5)
      .stroke(INK)
    document.endMarkedContent()
    const shown = rows.slice(done, done + onPage(top))
    add('P', () =>
      drawRow(
        document,
        columns.map(({ label }) => label),
        { top, columns, isHead: true },
      ),
    )
    for (const [index, row] of shown.entries()) add('P', () => drawRow(document, row, { top: top + (index + 1) * ROW_HEIGHT, columns }))
    done += shown.length
  }
}

interface RowPlace {
  top: number
  columns: Table['columns']
  isHead?: boolean
}

function drawRow(document: PDFKit.PDFDocument, cells: string[], { top, columns, isHead = false }: RowPlace): void {
  let left = TABLE_MARGIN
  for (const [index, { width, isNumeric = false }] of columns.entries()) {
    drawCell(document, cells[index] ?? '', { left, top, width: width - 6, isNumeric, isHead })
    left += width
  }
}

interface CellPlace {
  left: number
  top: number
  width: number
  isNumeric?: boolean
  isHead?: boolean
}

/** In its runs, each where the one before ends: what cuts lines is not asked. What is wider than its column is cut. */
function drawCell(document: PDFKit.PDFDocument, text: string, { left, top, width, isNumeric, isHead = false }: CellPlace): void {
  let runs = measured(document, text, isHead)
  for (let kept = Array.from(text); widthOf(runs) > width && kept.length > 1; ) {
    kept = kept.slice(0, Math.min(kept.length - 1, Math.ceil((kept.length * width) / widthOf(runs))))
    runs = measured(document, `${kept.join('').trimEnd()}…`, isHead)
  }
  let at = isNumeric ? left + width - widthOf(runs) : left
  for (const run of runs) {
    document.font(run.font).text(run.text, at, top, { lineBreak: false })
    at += run.width
  }
}

const measured = (document: PDFKit.PDFDocument, text: string, isHead: boolean) =>
  runsOf(text).map((run) => {
    const font = isHead ? 'bold' : run.font
    return { font, text: run.text, width: document.font(font).widthOfString(run.text) }
  })

const widthOf = (runs: { width: number }[]): number => runs.reduce((sum, run) => sum + run.width, 0)

/** Runs one after the other; what follows them goes on where they end when it is `continued`. */
function drawRuns(document: PDFKit.PDFDocument, runs: Run[], { continued = false } = {}): void {
  for (const [index, { font, text }] of runs.entries()) document.font(font).text(text, { continued: continued || index < runs.length - 1 })
}

interface Run {
  font: 'latin' | 'other' | 'zero'
  text: string
}

// Letters that are in the typeface's second file only: Łódź, Čapek, Ştefan.
const OTHER = '\\u0100-\\u0130\\u0132-\\u0151\\u0154-\\u02ba\\u1e00-\\u1eff'
const RUNS = new RegExp(`0+|[${OTHER}]+|[^0${OTHER}]+`, 'g')
const IS_OTHER = new RegExp(`^[${OTHER}]`)
const fileOf = (text: string): Run['font'] => (text.startsWith('0') ? 'zero' : IS_OTHER.test(text) ? 'other' : 'latin')

/**
 * A text cut where its letters change files: zeros, which have no slash, are in one of their own. What is in none becomes what comes
 * nearest: the narrow space of amounts a space, a Vietnamese letter the one under its marks.
 */
function runsOf(value: string): Run[] {
  const drawable = value
    .normalize('NFC')
    .replaceAll('\u202f', '\u00a0')
    .replace(/[\u1ea0-\u1ef9]/g, (letter) => letter.normalize('NFD').charAt(0))
    .replace(/\p{M}/gu, '')
  return (drawable.match(RUNS) ?? []).map((text) => ({ text, font: fileOf(text) }))
}

/** Between two lines at least, and at most. */
const CLOSEST = 0.6
const WIDEST = 1.3

/**
 * Sets the largest size at which the longest names still leave everything on one page.
 * @returns the space between two lines that fills it
 */
function spread(document: PDFKit.PDFDocument, lines: readonly { label: string; runs: Run[] }[], room: number): number {
  // As wide as the bold, so that what is measured is never less than what is drawn.
  document.font('bold')
  for (let size = LARGEST; size > 5; size -= 0.5) {
    document.fontSize(size)
    const words = lines.map(({ label, runs }) => label + runs.map(({ text }) => text).join(''))
    const height = words.map((text) => document.heightOfString(text)).reduce((sum, one) => sum + one)
    const gap = (room - height) / lines.length
    const lineHeight = document.currentLineHeight()
    if (gap >= CLOSEST * lineHeight) return Math.min(gap, WIDEST * lineHeight)
  }
  document.fontSize(5)
  return 0
}

parentPort?.on('message', async (question: Question) => {
  parentPort?.postMessage(await printed(question))
})
