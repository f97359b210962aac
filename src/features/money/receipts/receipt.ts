import { type Day, frenchDay, frenchInstant } from '../../../platform/dates.ts'
import { frenchEuros } from '../../../platform/money.ts'
import { printed, type Voucher } from '../../../platform/print.ts'
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

/** The receipt to print and hand over: one A4 page, filled. `code`: the drawing of a voucher's QR code. */
export const receiptPdf = (receipt: Receipt, code: Voucher['code'] | null): Promise<Buffer> =>
  printed({
    title: `${TITLE} ${receipt.ticket ?? receipt.transaction_id}`,
    heading: TITLE.toUpperCase(),
    createdAt: receipt.at,
    content: {
      lines: receiptLines(receipt),
      ...(code && receipt.expires_on && { voucher: { code, until: frenchDay(receipt.expires_on) } }),
    },
  })
