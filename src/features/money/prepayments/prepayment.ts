import { z } from 'zod'
import { type Day, dayOf, frenchDay, frenchMinute } from '../../../platform/dates.ts'
import { UserError } from '../../../platform/errors.ts'
import { digits } from '../../../platform/forms/fields.ts'
import { asScanned } from '../payments/index.ts'

/** Pending, then exactly one of the others, once: by its partner, by its owner, or by the clock. */
export type State = 'pending' | 'redeemed' | 'cancelled' | 'expired'

interface InWords {
  label: string
  tone: 'info' | 'good' | 'neutral' | 'warning'
  /** What happened, after « Ce prépaiement ». */
  happened: string
}

const STATES: Record<State, InWords> = {
  pending: { label: 'Prépaiement en attente', tone: 'info', happened: 'est en attente' },
  redeemed: { label: 'Prépaiement encaissé', tone: 'good', happened: 'a été encaissé par le partenaire' },
  cancelled: { label: 'Prépaiement annulé', tone: 'neutral', happened: 'a été annulé' },
  expired: { label: 'Prépaiement expiré', tone: 'warning', happened: 'a expiré' },
}

/** A state in the guide's words, and how it looks. */
export const stateInWords = (state: State): InWords => STATES[state]

export interface Ending {
  state: State
  ended_at: Date | null
  expires_on: Day
}

/** Whether its day is past, even when the clock has not come by yet. */
const isPast = ({ expires_on }: Ending, now: Date): boolean => dayOf(now) > expires_on

/** Why it cannot be redeemed any more, with the day; null while it can. */
export function whyNotRedeemable(prepayment: Ending, now: Date): string | null {
  if (prepayment.state === 'pending' && isPast(prepayment, now))
    return `Ce prépaiement a expiré : il était valable jusqu’au ${frenchDay(prepayment.expires_on)}.`
  return whyEnded(prepayment)
}

function whyEnded({ state, ended_at }: Ending): string | null {
  return ended_at ? `Ce prépaiement ${STATES[state].happened} le ${frenchMinute(ended_at)}.` : null
}

/** @throws UserError 409 that says what happened */
export function mustBePending(prepayment: Ending): void {
  const ended = whyEnded(prepayment)
  if (ended) throw tooLate(ended)
}

/** @throws UserError 409 that says what happened */
export function mustBeRedeemable(prepayment: Ending, now: Date): void {
  const reason = whyNotRedeemable(prepayment, now)
  if (reason) throw tooLate(reason)
}

const tooLate = (sentence: string) => new UserError('prepayment.ended', sentence, { status: 409 })

/** Why no prepayment can be made of that wallet any more: it would have expired already. Undefined while one can, its last day included. */
export const whyTooLate = ({ prepayments_expire_on }: { prepayments_expire_on: Day }, now: Date): string | undefined =>
  dayOf(now) <= prepayments_expire_on
    ? undefined
    : `Les prépaiements de cette campagne étaient possibles jusqu’au ${frenchDay(prepayments_expire_on)} inclus. Payez avec votre QR code chez le partenaire.`

/** @throws UserError 409 `prepayment.too-late` */
export function mustBeInTime(wallet: { prepayments_expire_on: Day }, now: Date): void {
  const reason = whyTooLate(wallet, now)
  if (reason) throw new UserError('prepayment.too-late', reason, { status: 409 })
}

const TICKET = 'Saisissez les douze chiffres du ticket.'
export const ticketForm = z.object({
  ticket: z
    .string({ error: TICKET })
    .transform(asScanned)
    .pipe(digits(TICKET))
    .refine((ticket) => /^\d{12}$/.test(ticket), TICKET),
})
