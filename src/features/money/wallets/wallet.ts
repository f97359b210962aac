import { frenchDay } from '../../../platform/dates.ts'

/** What a line of the journal is: see database/migrations/0015_ledger.sql. */
export type Kind = 'grant' | 'payment' | 'reservation' | 'redemption' | 'cancellation' | 'expiry' | 'refund' | 'closing' | Correction

/** What the Region corrects: see database/migrations/0051_corrections.sql. */
type Correction = 'credit' | 'debit' | 'withdrawal' | 'deduction' | 'reversal' | 'compensation'

export type Channel = 'qr-code' | 'card-number' | 'online'

export interface Wallet {
  id: number
  kind: string
  label: string
  campaign_name: string
  balance_cents: number
  reserved_cents: number
  granted_cents: number
  closes_on: string
  /** The last day on which it can be set aside for a partner. */
  prepayments_expire_on: string
  is_open: boolean
  /** It pays nothing, and closes no more, until it is thawed. */
  is_frozen: boolean
}

/** A line of the journal, as its owner reads it. */
export interface Movement {
  id: number
  at: Date
  kind: Kind
  channel: Channel | null
  amount_cents: number
  balance_after_cents: number
  /** Of a reservation: whether it was redeemed, cancelled or has expired. */
  is_ended: boolean
  partner_name: string | null
}

/** Until when somebody can spend it, or why they cannot; null once it is closed. */
export const spendableInWords = ({ is_open, is_frozen, closes_on }: Pick<Wallet, 'is_open' | 'is_frozen' | 'closes_on'>): string | null => {
  if (!is_open) return null
  return is_frozen
    ? 'Gelé par la Région : il ne paie pas pour le moment, et rien n’est perdu'
    : `À utiliser jusqu’au ${frenchDay(closes_on)} inclus`
}

const EFFECTS: Record<Kind, -1 | 0 | 1> = {
  grant: 1,
  refund: 1,
  cancellation: 1,
  expiry: 1,
  credit: 1,
  reversal: 1,
  compensation: 1,
  payment: -1,
  reservation: -1,
  closing: -1,
  debit: -1,
  withdrawal: -1,
  deduction: -1,
  // The wallet went down when the money was set aside.
  redemption: 0,
}

/** What a line changes in what the wallet can spend. */
export const effectOf = ({ kind, amount_cents }: Pick<Movement, 'kind' | 'amount_cents'>): number => EFFECTS[kind] * amount_cents || 0

const LABELS: Record<Kind, string> = {
  grant: 'Attribution',
  payment: 'Paiement',
  reservation: 'Prépaiement en attente',
  redemption: 'Prépaiement encaissé',
  cancellation: 'Prépaiement annulé',
  expiry: 'Prépaiement expiré',
  refund: 'Remboursement',
  closing: 'Clôture du porte-monnaie',
  credit: 'Régularisation',
  debit: 'Régularisation',
  withdrawal: 'Retrait de la validation',
  deduction: 'Déduction de ce que vous deviez',
  reversal: 'Paiement annulé pour fraude',
  compensation: 'Paiement annulé pour fraude',
}

/** A line in the guide's words. */
export function labelOf({ kind, channel, is_ended }: Pick<Movement, 'kind' | 'channel' | 'is_ended'>): string {
  if (kind === 'payment' && channel === 'online') return 'Extranet bénéficiaire'
  if (kind === 'reservation' && is_ended) return 'Prépaiement'
  return LABELS[kind]
}

/** What the wallet held before the oldest of these lines and after the newest; they come newest first. */
export function balancesAround(movements: readonly Movement[]): { opening_cents: number; closing_cents: number } {
  const [newest, oldest] = [movements[0], movements.at(-1)]
  return {
    opening_cents: oldest ? oldest.balance_after_cents - effectOf(oldest) : 0,
    closing_cents: newest?.balance_after_cents ?? 0,
  }
}
