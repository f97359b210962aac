import { frenchInstant } from '../../../platform/dates.ts'
import { frenchEuros } from '../../../platform/money.ts'
import { MARGIN, printed } from '../../../platform/print.ts'
import { type Address, addressLines } from '../../people/addresses/index.ts'
import { type State, stateInWords } from './prepayment.ts'

export interface Receipt {
  ticket: string
  transaction_id: number
  state: State
  created_at: Date
  card_number: string | null
  /** In the letters that are printed. */
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
const LINES_START = 190

/** The receipt to print and hand over: one A4 page. */
export const receiptPdf = (receipt: Receipt): Promise<Buffer> =>
  printed({ title: `${TITLE} ${receipt.ticket}`, heading: TITLE.toUpperCase(), createdAt: receipt.created_at }, ({ document, add }) => {
    const lines = receiptLines(receipt).map(([label, value]) => ({ label: `${label} : `, runs: runsOf(value) }))
    document.fontSize(sizeThatFits(document, lines))
    document.y = LINES_START
    for (const { label, runs } of lines) {
      add('P', () => {
        document.font('bold').text(label, { continued: runs.length > 0 })
        for (const [index, { font, text }] of runs.entries()) document.font(font).text(text, { continued: index < runs.length - 1 })
      })
      document.y += gapOf(document)
    }
  })

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
    .replace(/\p{M}/gu, '')
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
