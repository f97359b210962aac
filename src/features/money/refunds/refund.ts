import { sql } from 'kysely'
import type { Tx } from '../../../platform/database/index.ts'
import { found, UserError } from '../../../platform/errors.ts'
import { notify } from '../../../platform/messages/notify.ts'
import { frenchEuros } from '../../../platform/money.ts'
import type { PartnerUser } from '../../../spaces/actors.ts'
import { type PartnerTransaction, takenOf } from '../payments/index.ts'
import { type LateRefund, type Movement, mustBeMeant, type Posted, refund } from '../wallets/index.ts'
import { refundMade } from './messages.ts'
import { refundsLeftTo } from './queries.ts'

/** Gives back all or part of a payment or a redeemed prepayment; the journal refuses more than what is left of it. */
export async function refundTransaction(
  tx: Tx,
  partnerUser: PartnerUser,
  input: { transactionId: number; amount: number; _id: string; again?: number | undefined },
): Promise<Posted & { late: LateRefund | null }> {
  const paid = found(await takenOf(tx, partnerUser, input.transactionId))
  const posted = await giveBack(tx, partnerUser, paid, { amount_cents: input.amount, request_id: input._id })
  const { transaction_id, already_made } = posted
  if (!already_made) await mustBeMeant(tx, refundOf(partnerUser, paid, input.amount), { posted: transaction_id, again: input.again })
  return posted
}

/** What the journal will say of it. */
export const refundOf = ({ partner_id }: PartnerUser, paid: PartnerTransaction, amount_cents: number): Movement => ({
  kind: 'refund',
  wallet_id: paid.wallet_id,
  partner_id,
  amount_cents,
  follows_id: paid.id,
})

/** Posts the refund and tells the young person, once. */
export async function giveBack(
  tx: Tx,
  partnerUser: PartnerUser,
  paid: PartnerTransaction,
  { amount_cents, request_id }: { amount_cents: number; request_id: string },
): Promise<Posted & { late: LateRefund | null }> {
  const { id: payment_id, wallet_id, beneficiary_id } = paid
  const posted = await refund(tx, {
    request_id,
    payment_id,
    wallet_id,
    partner_id: partnerUser.partner_id,
    amount_cents,
    made_by: partnerUser.id,
  })
  if (!posted.already_made) {
    await mustBeTheirs(tx, partnerUser, 0)
    await notify(tx, beneficiary_id, refundMade({ ...posted, amount_cents, partner_name: partnerUser.partner_name }))
  }
  return posted
}

/** What a cashier gives back in a day is limited in all by their manager: several small refunds are one big one. */
export async function mustBeTheirs(tx: Tx, partnerUser: PartnerUser, more_cents: number): Promise<void> {
  if (partnerUser.roles.includes('manager')) return
  await sql`select hold_staff_member(${partnerUser.id})`.execute(tx)
  const { given_cents, limit_cents } = await refundsLeftTo(tx, partnerUser, tx.now)
  if (given_cents + more_cents <= limit_cents) return
  const sentence = `Vous pouvez rembourser ${frenchEuros(limit_cents)} par jour, en tout. Demandez à votre gestionnaire de faire ce remboursement.`
  throw new UserError('refund.over-limit', sentence, { status: 403, field: 'amount' })
}
