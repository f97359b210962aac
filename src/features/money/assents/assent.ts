import { z } from 'zod'
import { choice, mustTick, password, rowId } from '../../../platform/forms/fields.ts'
import type { Limit } from '../../../platform/limits.ts'
import { subscriptionIn } from '../../../platform/messages/push-request.ts'
import { chosenPin, pinField } from '../../../platform/pins.ts'
import type { PartnerUser } from '../../../spaces/actors.ts'
import { type Assent, tillPaymentForm } from '../payments/index.ts'

/** How long somebody has to answer; and, once they agreed, how long the till has to take it: pay_at_till() holds that. */
export const MINUTES_TO_ANSWER = 2

/** A payment as it waits for its owner. */
export interface Payment {
  checkoutId: string
  walletId: number
  amount: number
}

const FOUR = /^\d{4}$/
const FOUR_FIGURES = 'Saisissez les 4 chiffres du code de paiement.'

const NOT_GIVEN = 'Ce navigateur n’a pas donné de quoi vous prévenir. Recommencez, ou essayez dans un autre.'

const { walletId, amount, reference } = tillPaymentForm.shape
const payment = { walletId, amount, reference }

/** By which way the owner of a card is to agree, at a till. */
export const atTillForm = z.discriminatedUnion('action', [
  z.object({ ...payment, action: z.literal('ask') }),
  z.object({ ...payment, action: z.literal('code'), pin: pinField(FOUR, FOUR_FIGURES) }),
  z.object({
    ...payment,
    action: z.literal('paper'),
    isSeen: mustTick('Regardez la photo et la pièce d’identité, puis cochez la case.'),
  }),
])

export const answerForm = z.object({ answer: choice(['yes', 'no'], 'Choisissez « Accepter » ou « Refuser ».') })

export const chooseCodeForm = z.object({
  password: password('Saisissez votre mot de passe.'),
  pin: chosenPin(FOUR, FOUR_FIGURES),
})

/** Where a browser is rung, as its script gave it; or the browser that is rung no more. */
export const notificationsForm = z.union([
  z.object({ device: rowId('Choisissez l’appareil où vous désactivez les notifications.') }),
  z.object({
    subscription: z
      .string({ error: NOT_GIVEN })
      .transform(subscriptionIn)
      .refine((read) => read !== undefined, NOT_GIVEN),
  }),
])

const A_DAY = 24 * 60

/** How often a shop asks one person, and how often they are asked by all: a telephone is not rung until somebody gives in. */
export const asksOf = ({ partner_id }: PartnerUser, beneficiaryId: number): Limit[] => [
  { bucket: `assent:shop:${partner_id}:${beneficiaryId}`, max: 6, minutes: A_DAY },
  { bucket: `assent:owner:${beneficiaryId}`, max: 20, minutes: A_DAY },
]

/** Wrong codes of one card in a row, and in a day at all tills; of a user and of a shop, whichever the cards. */
export const codesInARow = (beneficiaryId: number): Limit => ({ bucket: `payment-code:${beneficiaryId}`, max: 5, minutes: A_DAY })
export const codesInADay = (beneficiaryId: number): Limit => ({ bucket: `payment-code:day:${beneficiaryId}`, max: 10, minutes: A_DAY })
export const codesAtTills = ({ id, partner_id }: PartnerUser): Limit[] => [
  { bucket: `payment-code:user:${id}`, max: 10, minutes: A_DAY },
  { bucket: `payment-code:shop:${partner_id}`, max: 30, minutes: A_DAY },
]

/** What a till knows of what it asked. */
export type AssentState = 'none' | 'waiting' | 'late' | 'given' | 'refused'

export interface Asked {
  wallet_id: number
  amount_cents: number
  staff_id: number
  expires_at: Date
  answered_at: Date | null
  way: Assent | null
}

/** Whether it is this very payment that was asked for. */
export const isAskedBy = ({ id }: PartnerUser, { walletId, amount }: Pick<Payment, 'walletId' | 'amount'>, asked: Asked): boolean =>
  asked.wallet_id === walletId && asked.amount_cents === amount && asked.staff_id === id

export function stateOf(asked: Asked | undefined, now: Date): AssentState {
  if (!asked) return 'none'
  if (asked.answered_at && asked.way === null) return 'refused'
  const ends = asked.answered_at ? new Date(asked.answered_at.getTime() + MINUTES_TO_ANSWER * 60_000) : asked.expires_at
  if (ends <= now) return 'late'
  return asked.answered_at ? 'given' : 'waiting'
}
