import type { Tx } from '../../../platform/database/index.ts'
import type { Day } from '../../../platform/dates.ts'
import { found } from '../../../platform/errors.ts'
import { randomNumber } from '../../../platform/luhn.ts'
import { notify } from '../../../platform/messages/notify.ts'
import type { Beneficiary } from '../../../spaces/actors.ts'
import { type ConfirmedSpending, choiceOf, movementOf } from '../payments/index.ts'
import { mustBeMeant, reserve } from '../wallets/index.ts'
import { prepaymentCreated } from './messages.ts'
import { mustBeInTime } from './prepayment.ts'

/** Sets money aside for one partner under a new ticket. Sent twice, it answers with the ticket that it made. */
export async function createPrepayment(tx: Tx, beneficiary: Beneficiary, input: ConfirmedSpending): Promise<{ ticket: string }> {
  const { partner, wallet } = await choiceOf(tx, beneficiary, { spending: input, accepting: 'prepayments', now: tx.now })
  const line = { request_id: input._id, wallet_id: wallet.id, partner_id: partner.id, amount_cents: input.amount }
  const reservation = await reserve(tx, line)
  if (reservation.already_made) return ticketOf(tx, reservation.transaction_id)

  mustBeInTime(wallet, tx.now)
  await mustBeMeant(tx, movementOf('prepayments', input), { posted: reservation.transaction_id, again: input.again })
  const expires_on = wallet.prepayments_expire_on
  const { ticket } = await insertPrepayment(tx, {
    beneficiary_id: beneficiary.id,
    wallet_id: wallet.id,
    partner_id: partner.id,
    amount_cents: input.amount,
    expires_on,
    reservation_id: reservation.transaction_id,
    created_at: tx.now,
  })
  await notify(tx, beneficiary.id, prepaymentCreated({ ticket, amount_cents: input.amount, partner_name: partner.name, expires_on }))
  return { ticket }
}

async function ticketOf(tx: Tx, reservationId: number): Promise<{ ticket: string }> {
  return found(await tx.selectFrom('prepayments').select('ticket').where('reservation_id', '=', reservationId).executeTakeFirst())
}

interface NewRow {
  beneficiary_id: number
  wallet_id: number
  partner_id: number
  amount_cents: number
  expires_on: Day
  reservation_id: number
  created_at: Date
}

/** Draws another ticket in the rare case where the first is taken. */
async function insertPrepayment(tx: Tx, row: NewRow): Promise<{ ticket: string }> {
  const inserted = await tx
    .insertInto('prepayments')
    .values({ ...row, ticket: randomNumber(12) })
    .onConflict((conflict) => conflict.column('ticket').doNothing())
    .returning('ticket')
    .executeTakeFirst()
  return inserted ?? insertPrepayment(tx, row)
}
