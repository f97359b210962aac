import { z } from 'zod'
import { frenchDay } from '../../../platform/dates.ts'
import { euros, formId, optionalText, rowId, text } from '../../../platform/forms/fields.ts'
import { isChecked } from '../../../platform/luhn.ts'
import type { LateRefund } from '../wallets/index.ts'
import { asScanned } from './scanned.ts'

/** How long a card that was shown at a till can be paid with. */
export const CHECKOUT_MINUTES = 10

/** Why is its owner's own: a till needs to know that it is so. */
export const CARD_STOPPED = 'Cette carte vient d’être mise en opposition : elle ne paie plus. Rien n’a été débité.'

export type TillChannel = 'qr-code' | 'card-number'

/** What was scanned or typed: eight digits are a card number, anything else is a QR code's text. */
export const shownCardForm = z.object({
  code: text('Scannez le QR code, ou saisissez son texte ou le numéro de la carte.', 500).transform(asScanned),
})
export type ShownCard = z.output<typeof shownCardForm>

/** The number when the text is one, as cards print it, in groups or not. */
export function cardNumberIn(code: string): string | null {
  const digits = code.replace(/[\s.-]/g, '')
  return /^\d{8}$/.test(digits) ? digits : null
}

/** The ticket of a voucher that was shown in place of a card: twelve digits, the last the check of the others. */
export function ticketIn(code: string): string | null {
  const digits = code.replace(/[\s.-]/g, '')
  return /^\d{12}$/.test(digits) && isChecked(digits) ? digits : null
}

/** Of a shop's own order. */
const REFERENCE_AT_MOST = 40

export const tillPaymentForm = z.object({
  walletId: rowId('Choisissez le porte-monnaie à débiter.'),
  reference: optionalText(REFERENCE_AT_MOST),
  amount: euros('Saisissez le montant à encaisser.'),
})
export type TillPayment = z.output<typeof tillPaymentForm>

/** A page whose button is all there is to send. */
export const confirmationForm = z.object({ _id: formId() })

/** How the owner of a card agreed to a payment by its number. */
export type Assent = 'own-space' | 'payment-code' | 'identity-paper'

const ASSENTS: Record<Assent, string> = {
  'own-space': 'Dans son espace',
  'payment-code': 'Code de paiement tapé en caisse',
  'identity-paper': 'Photo et pièce d’identité vues en caisse',
}

/** A line of its summary, where there was one. */
export const assentInWords = (assent: Assent | null): { label: string; value: string }[] =>
  assent ? [{ label: 'Accord du propriétaire', value: ASSENTS[assent] }] : []

export type PartnerKind = 'payment' | 'redemption' | 'refund' | 'reversal'

/** A line of the journal as the partner that it concerns reads it. */
export interface PartnerTransaction {
  id: number
  at: Date
  kind: PartnerKind
  channel: TillChannel | 'online' | null
  amount_cents: number
  /** Of a payment or a redemption: what was not given back. */
  left_cents: number
  follows_id: number | null
  /** Who took it, by name; null when its owner made it, or the Region. */
  taken_by: string | null
  reference: string | null
  /** Of a payment by number that asked for one. */
  assent: Assent | null
  wallet_id: number
  beneficiary_id: number
  first_name: string
  initial: string
}

const CHANNELS = { 'qr-code': 'Paiement par QR code', 'card-number': 'Paiement par numéro de carte', online: 'Paiement en ligne' }

const OTHER_KINDS: Record<PartnerKind, string> = {
  payment: 'Paiement',
  redemption: 'Prépaiement encaissé',
  refund: 'Remboursement',
  reversal: 'Paiement annulé pour fraude',
}

/** Whether money comes back from the partner by it. */
export const givesBack = ({ kind }: Pick<PartnerTransaction, 'kind'>): boolean => kind === 'refund' || kind === 'reversal'

/** A line in words. */
export function kindLabel({ kind, channel }: Pick<PartnerTransaction, 'kind' | 'channel'>): string {
  if (kind === 'payment' && channel) return CHANNELS[channel]
  return OTHER_KINDS[kind]
}

/** What a line brings to the partner. */
export const takingOf = (line: Pick<PartnerTransaction, 'kind' | 'amount_cents'>): number =>
  givesBack(line) ? -line.amount_cents : line.amount_cents

type Left = Pick<PartnerTransaction, 'kind' | 'channel' | 'left_cents'>

/** An online payment is cancelled as a whole; anything may be given back in part. */
export const mayCancel = ({ kind, channel, left_cents }: Left): boolean => kind === 'payment' && channel === 'online' && left_cents > 0

export const mayRefund = (line: Left): boolean => !givesBack(line) && line.left_cents > 0

/** What becomes of what is given back to somebody whose wallet has closed, as the partner reads it. */
export const lateRefundAtTill = ({ closed_on, spendable_until }: LateRefund): string =>
  `Le porte-monnaie de ce client est clôturé depuis le ${frenchDay(closed_on)}. ${
    spendable_until
      ? `Ce que vous remboursez pourra être dépensé jusqu’au ${frenchDay(spendable_until)} inclus.`
      : 'Ce que vous remboursez revient à la Région : le client ne pourra pas le dépenser.'
  }`

/** The same as its owner reads it. */
export const lateRefundToItsOwner = ({ closed_on, spendable_until }: LateRefund): string =>
  spendable_until
    ? `Votre porte-monnaie était clôturé depuis le ${frenchDay(closed_on)} : il est rouvert pour cette somme. Vous pouvez l’utiliser jusqu’au ${frenchDay(spendable_until)} inclus, avec votre QR code ou en ligne ; après ce jour, ce qui reste revient à la Région.`
    : `Votre porte-monnaie étant clôturé depuis le ${frenchDay(closed_on)}, cette somme revient à la Région : elle ne peut plus être dépensée.`

/** Somebody at a till, and no more of them: `Jean M.` */
export const personAtTill = ({ first_name, initial }: { first_name: string; initial: string }): string => `${first_name} ${initial}.`
