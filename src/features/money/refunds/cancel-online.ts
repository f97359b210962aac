import type { Tx } from '../../../platform/database/index.ts'
import { found, notFound, UserError } from '../../../platform/errors.ts'
import type { PartnerUser } from '../../../spaces/actors.ts'
import { mayCancel, takenOf } from '../payments/index.ts'
import { refundMadeBy } from './queries.ts'
import { giveBack } from './refund.ts'

/** Cancels an online payment: all that is left of it goes back. Only its partner may (guide, 7.2.3). */
export async function cancelOnlinePayment(
  tx: Tx,
  partnerUser: PartnerUser,
  input: { transactionId: number; _id: string },
): Promise<{ transaction_id: number }> {
  const paid = found(await takenOf(tx, partnerUser, input.transactionId))
  if (paid.channel !== 'online') throw notFound()
  const before = await refundMadeBy(tx, paid, input._id)
  if (before) return before
  if (!mayCancel(paid)) {
    throw new UserError('payment.nothing-left', 'Ce paiement a déjà été remboursé en entier.', { status: 409 })
  }
  return giveBack(tx, partnerUser, paid, { amount_cents: paid.left_cents, request_id: input._id })
}
