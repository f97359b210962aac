import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import PDFDocument from 'pdfkit'
import { frenchInstant } from '../../platform/dates.ts'
import { frenchEuros } from '../../platform/money.ts'
import { type Address, addressLines } from '../addresses/index.ts'
import { type State, stateInWords } from './prepayment.ts'

export interface Receipt {
  ticket: string
  transaction_id: number
  state: State
  created_at: Date
  card_number: string | null
  last_name: string
  first_name: string
  address: Address | null
  partner_name: string
  partner_postcode: string
  partner_town: string
  wallet_label: string
  amount_cents: number
  balance_after_cents: number
}

/** Every line of the guide's receipt (7.2.1), in its order. */
export function receiptLines(receipt: Receipt): [label: string, value: string][] {
  const { address } = receipt
  return [
    ['Ticket n°', receipt.ticket],
    ['Transaction n°', String(receipt.transaction_id)],
    ['Statut transaction', stateInWords(receipt.state).label],
    ['Date', frenchInstant(receipt.created_at)],
    ['Numéro Carte', receipt.card_number ?? ''],
    ['Nom', receipt.last_name],
    ['Prénom', receipt.first_name],
    ['Adresse', address ? addressLines(address).slice(0, -1).join(', ') : ''],
    ['Ville', address?.town ?? ''],
    ['Partenaire', receipt.partner_name],
    ['Code Postal', receipt.partner_postcode],
    ['Ville', receipt.partner_town],
    ['PM débité', receipt.wallet_label],
    ['Montant', frenchEuros(receipt.amount_cents)],
    ['Solde disponible après transaction', frenchEuros(receipt.balance_after_cents)],
  ]
}

const TITLE = 'Reçu de transaction'
const MARGIN = 56
const BAND_HEIGHT = 84
const LINES_START = 190
const GREEN = '#006b55'
const INK = '#161b33'

const fontFile = (subset: string, weight: number): Buffer =>
  readFileSync(
    createRequire(import.meta.url).resolve(
      `@fontsource/atkinson-hyperlegible-next/files/atkinson-hyperlegible-next-${subset}-${weight}-normal.woff`,
    ),
  )

/** The receipt to print and hand over: one A4 page, tagged so that it can be listened to. */
export function receiptPdf(receipt: Receipt): Promise<Buffer> {
  const document = new PDFDocument({
    size: 'A4',
    margin: MARGIN,
    pdfVersion: '1.7',
    tagged: true,
    lang: 'fr',
    displayTitle: true,
    info: { Title: `${TITLE} ${receipt.ticket}`, Author: 'Région Hauts-de-France', CreationDate: receipt.created_at },
  })
  document.registerFont('bold', fontFile('latin', 700))
  document.registerFont('latin', fontFile('latin', 400))
  document.registerFont('other', fontFile('latin-ext', 400))
  const finished = collected(document)

  const root = document.struct('Document')
  document.addStructure(root)
  document.markContent('Artifact', { type: 'Layout' })
  document.rect(0, 0, document.page.width, BAND_HEIGHT).fill(GREEN)
  document.endMarkedContent()
  root.add(document.struct('P', {}, () => document.font('bold').fontSize(22).fillColor('#ffffff').text('GÉNÉRATION #HDF', MARGIN, 30)))
  root.add(document.struct('H1', {}, () => document.fontSize(20).fillColor(INK).text(TITLE.toUpperCase(), MARGIN, 124)))

  const lines = receiptLines(receipt).map(([label, value]) => ({ label: `${label} : `, runs: runsOf(value) }))
  document.fontSize(sizeThatFits(document, lines))
  document.y = LINES_START
  for (const { label, runs } of lines) {
    root.add(
      document.struct('P', {}, () => {
        document.font('bold').text(label, { continued: runs.length > 0 })
        for (const [index, { font, text }] of runs.entries()) document.font(font).text(text, { continued: index < runs.length - 1 })
      }),
    )
    document.y += gapOf(document)
  }
  root.end()
  document.end()
  return finished
}

interface Run {
  font: 'latin' | 'other'
  text: string
}

// Letters that are in the typeface's second file only: Łódź, Čapek, Ştefan.
const OTHER = '\\u0100-\\u0130\\u0132-\\u0151\\u0154-\\u02ba\\u1e00-\\u1eff'
const RUNS = new RegExp(`[${OTHER}]+|[^${OTHER}]+`, 'g')
const IS_OTHER = new RegExp(`^[${OTHER}]`)

/**
 * A text cut where its letters change files. What is in neither becomes what comes nearest: the narrow space of amounts
 * a space, a Vietnamese letter the one under its marks.
 */
function runsOf(value: string): Run[] {
  const drawable = value
    .normalize('NFC')
    .replaceAll('\u202f', '\u00a0')
    .replace(/[\u1ea0-\u1ef9]/g, (letter) => letter.normalize('NFD').charAt(0))
  return (drawable.match(RUNS) ?? []).map((text) => ({ text, font: IS_OTHER.test(text) ? 'other' : 'latin' }))
}

const gapOf = (document: PDFKit.PDFDocument): number => document.currentLineHeight() * 0.6

/** The largest size at which the longest names still leave everything on one page. */
function sizeThatFits(document: PDFKit.PDFDocument, lines: readonly { label: string; runs: Run[] }[]): number {
  const room = document.page.height - MARGIN - LINES_START
  // As wide as the bold, so that what is measured is never less than what is drawn.
  document.font('bold')
  for (let size = 13; size > 5; size -= 0.5) {
    document.fontSize(size)
    const heights = lines.map(({ label, runs }) => document.heightOfString(label + runs.map(({ text }) => text).join('')) + gapOf(document))
    if (heights.reduce((sum, height) => sum + height) <= room) return size
  }
  return 5
}

function collected(document: PDFKit.PDFDocument): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    document.on('data', (chunk: Buffer) => chunks.push(chunk))
    document.on('end', () => resolve(Buffer.concat(chunks)))
    document.on('error', reject)
  })
}
