import { randomUUID } from 'node:crypto'
import { record } from '../../../platform/audit.ts'
import type { Reader, Tx } from '../../../platform/database/index.ts'
import { found, UserError } from '../../../platform/errors.ts'
import { takeTry } from '../../../platform/limits.ts'
import { ring } from '../../../platform/messages/notify.ts'
import type { PartnerUser } from '../../../spaces/actors.ts'
import { type Assent, typedCheckoutOf } from '../payments/index.ts'
import { asksOf, isAskedBy, MINUTES_TO_ANSWER, type Payment, stateOf } from './assent.ts'
import { facts } from './facts.ts'
import { assentAsked } from './messages.ts'
import { askedAt, hasRefusedToday } from './queries.ts'

/** Counted before it is done. */
export async function countAsk(db: Reader, user: PartnerUser, { checkoutId }: Payment, now: Date): Promise<void> {
  const { beneficiary_id } = await typedNumber(db, user, checkoutId, now)
  await takeTry(db, asksOf(user, beneficiary_id), now)
}

/**
 * Asks the owner of a card whether they agree to this payment; what was asked from the same checkout before is asked no more. What is sent twice asks
 * once: the answer that they are about to give counts.
 */
export async function askOwner(tx: Tx, user: PartnerUser, payment: Payment): Promise<void> {
  const before = await askedAt(tx, user, payment.checkoutId)
  if (before && isAskedBy(user, payment, before) && stateOf(before, tx.now) === 'waiting') return
  const { id, beneficiary_id, expires_at } = await keepAssent(tx, user, payment, null)
  await ring(tx, beneficiary_id, assentAsked({ id, until: expires_at }))
  await record(tx, { at: tx.now, fact: facts['assent.asked'], staff_id: user.id, beneficiary_id, details: { cents: payment.amount } })
}

/**
 * Keeps that an owner is asked, or that they agreed at the till: in place of what was asked from this checkout, unless they refused.
 * @returns what was kept, and whose card it is
 */
export async function keepAssent(tx: Tx, user: PartnerUser, payment: Payment, way: Exclude<Assent, 'own-space'> | null) {
  const { beneficiary_id } = await typedNumber(tx, user, payment.checkoutId, tx.now)
  const ofOwner = tx.selectFrom('wallets_at_till').select('id').where('beneficiary_id', '=', beneficiary_id)
  found(await ofOwner.where('id', '=', payment.walletId).executeTakeFirst())
  if (await hasRefusedToday(tx, user, beneficiary_id, tx.now)) throw refused()
  const asked = {
    ...{ id: randomUUID(), wallet_id: payment.walletId, amount_cents: payment.amount, staff_id: user.id, way },
    ...{ asked_at: tx.now, expires_at: new Date(tx.now.getTime() + MINUTES_TO_ANSWER * 60_000), answered_at: way && tx.now },
  }
  const kept = await tx
    .insertInto('assents')
    .values({ ...asked, checkout_id: payment.checkoutId, beneficiary_id, partner_id: user.partner_id })
    .onConflict((conflict) =>
      conflict
        .column('checkout_id')
        .doUpdateSet(asked)
        .where((eb) => eb.or([eb('assents.answered_at', 'is', null), eb('assents.way', 'is not', null)])),
    )
    .returning('id')
    .executeTakeFirst()
  if (!kept) throw refused()
  return { id: asked.id, beneficiary_id, expires_at: asked.expires_at }
}

/** Whose card it is; its number was typed, and it can pay still. */
export async function typedNumber(db: Reader, user: PartnerUser, checkoutId: string, now: Date) {
  const checkout = await typedCheckoutOf(db, user, checkoutId, now)
  if (checkout) return checkout
  throw new UserError('checkout.expired', 'Le délai est passé. Demandez à voir la carte ou le QR code à nouveau.', { status: 409 })
}

const refused = () =>
  new UserError(
    'assent.refused',
    'Le propriétaire de la carte a refusé aujourd’hui un paiement, à vous ou à votre commerce. S’il est devant vous, scannez son QR code.',
    { status: 409 },
  )
