import { type Day, frenchDay, frenchInstant } from '../../../platform/dates.ts'
import { frenchEuros } from '../../../platform/money.ts'
import { MARGIN, printed, type Sheet } from '../../../platform/print.ts'
import { type Address, linesAboveTown, townOf } from '../../people/addresses/index.ts'
import { type State as PrepaymentState, stateInWords } from '../prepayments/index.ts'
import { type Channel, effectOf, type Kind, labelOf } from '../wallets/index.ts'

/** A line of the journal, with all that the guide's receipt says of it. */
export interface Receipt {
  transaction_id: number
  kind: Kind
  channel: Channel | null
  at: Date
  amount_cents: number
  balance_after_cents: number
  wallet_label: string
  /** Of a line that begins or ends a prepayment. */
  ticket: string | null
  prepayment_state: PrepaymentState | null
  expires_on: Day | null
  /** Null between somebody and the Region. */
  partner_name: string | null
  partner_postcode: string | null
  partner_town: string | null
  /** In the letters that are printed. */
  last_name: string
  first_name: string
  address: Address | null
  card_number: string | null
}

/** A voucher that its partner can still take. */
export const isVoucher = ({ kind, prepayment_state }: Pick<Receipt, 'kind' | 'prepayment_state'>): boolean =>
  kind === 'reservation' && prepayment_state === 'pending'

type Line = [label: string, value: string]

/** Every line of the guide's receipt (7.2.1), in its order; what a line has not is left out. */
export function receiptLines(receipt: Receipt): Line[] {
  const { address, kind, partner_name, prepayment_state: state } = receipt
  const status = kind === 'reservation' && state ? stateInWords(state).label : labelOf({ ...receipt, is_ended: false })
  return [
    ...(receipt.ticket ? ([['Ticket n°', receipt.ticket]] satisfies Line[]) : []),
    ['Transaction n°', String(receipt.transaction_id)],
    ['Statut transaction', status],
    ['Date', frenchInstant(receipt.at)],
    ['Numéro Carte', receipt.card_number ?? ''],
    ['Nom', receipt.last_name],
    ['Prénom', receipt.first_name],
    ['Adresse', address ? linesAboveTown(address).join(', ') : ''],
    ['Ville', address ? townOf(address) : ''],
    ...(partner_name
      ? ([
          ['Partenaire', partner_name],
          ['Code Postal', receipt.partner_postcode ?? ''],
          ['Ville', receipt.partner_town ?? ''],
        ] satisfies Line[])
      : []),
    [effectOf(receipt) > 0 ? 'PM crédité' : 'PM débité', receipt.wallet_label],
    ['Montant', frenchEuros(receipt.amount_cents)],
    ['Solde disponible après transaction', frenchEuros(receipt.balance_after_cents)],
  ]
}

const TITLE = 'Reçu de transaction'
const LINES_START = 180
const CODE_TOP = 108
const CODE_SIDE = 150
const LARGEST = 15

/** The receipt to print and hand over: one A4 page, filled. `code`: the drawing of a voucher's QR code. */
export const receiptPdf = (receipt: Receipt, code: { size: number; path: string } | null): Promise<Buffer> =>
  printed(
    { title: `${TITLE} ${receipt.ticket ?? receipt.transaction_id}`, heading: TITLE.toUpperCase(), createdAt: receipt.at },
    (sheet) => {
      const { document } = sheet
      if (code && receipt.expires_on) drawVoucher(sheet, code, receipt.expires_on)
      const top = code ? CODE_TOP + CODE_SIDE + 36 : LINES_START
      const lines = receiptLines(receipt).map(([label, value]) => ({ label: `${label} : `, runs: runsOf(value) }))
      const room = document.page.height - MARGIN - top
      const gap = spread(document, lines, room)
      document.y = top
      for (const line of lines) {
        writeLine(sheet, line)
        document.y += gap
      }
    },
  )

/** What its partner scans, and until when. */
function drawVoucher({ document, add, figure }: Sheet, code: { size: number; path: string }, expiresOn: Day): void {
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
  document.fillColor('#161b33').fontSize(13)
  add('P', () => {
    document.font('bold').text('À remettre au partenaire', MARGIN, 176, { width: left - MARGIN })
    document.font('bold').text('jusqu’au ', { continued: true })
    write(document, runsOf(frenchDay(expiresOn)), { continued: true })
    document.font('bold').text(' inclus.')
  })
  document.fontSize(10)
  add('P', () =>
    document
      .font('latin')
      .text('En caisse : scannez le code, ou saisissez le numéro de ticket.', MARGIN, 220, { width: left - MARGIN - 20 }),
  )
}

function writeLine({ document, add }: Sheet, { label, runs }: { label: string; runs: Run[] }): void {
  add('P', () => {
    document.font('bold').text(label, MARGIN, document.y, { continued: runs.length > 0 })
    write(document, runs)
  })
}

/** Runs one after the other; what follows them goes on where they end when it is `continued`. */
function write(document: PDFKit.PDFDocument, runs: Run[], { continued = false } = {}): void {
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
const fontOf = (text: string): Run['font'] => (text.startsWith('0') ? 'zero' : IS_OTHER.test(text) ? 'other' : 'latin')

/**
 * A text cut where its letters change files: zeros, which have no slash, are in one of their own. What is in neither becomes what comes nearest: the narrow space of amounts
 * a space, a Vietnamese letter the one under its marks.
 */
function runsOf(value: string): Run[] {
  const drawable = value
    .normalize('NFC')
    .replaceAll('\u202f', '\u00a0')
    .replace(/[\u1ea0-\u1ef9]/g, (letter) => letter.normalize('NFD').charAt(0))
    .replace(/\p{M}/gu, '')
  return (drawable.match(RUNS) ?? []).map((text) => ({ text, font: fontOf(text) }))
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
