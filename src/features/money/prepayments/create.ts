import { sql } from 'kysely'
import type { Tx } from '../../../platform/database/index.ts'
import type { Day } from '../../../platform/dates.ts'
import { found } from '../../../platform/errors.ts'
import { randomNumber } from '../../../platform/luhn.ts'
import { notify } from '../../../platform/messages/notify.ts'
import type { Beneficiary } from '../../../spaces/actors.ts'
import { tellShopOf } from '../../partners/mails/index.ts'
import { type ConfirmedSpending, choiceOf, movementOf } from '../payments/index.ts'
import { mustBeMeant, reserve } from '../wallets/index.ts'
import { prepaymentCreated, prepaymentMadeFor } from './messages.ts'
import { mustBeInTime } from './prepayment.ts'

/** Sets money aside for one partner under a new ticket. Sent twice, it answers with the ticket that it made. */
export async function createPrepayment(tx: Tx, beneficiary: Beneficiary, input: ConfirmedSpending): Promise<{ ticket: string }> {
  const { partner, wallet } = await choiceOf(tx, beneficiary, { spending: input, accepting: 'prepayments', now: tx.now })
  const line = { request_id: input._id, wallet_id: wallet.id, partner_id: partner.id, amount_cents: input.amount }
  const reservation = await reserve(tx, line)
  if (reservation.already_made) return ticketOf(tx, reservation.transaction_id)

  mustBeInTime(wallet, tx.now)
  await mustBeMeant(tx, movementOf('prepayments', input), { posted: reservation.transaction_id, again: input.again })
  const { ticket, expires_on } = await insertPrepayment(tx, {
    beneficiary_id: beneficiary.id,
    wallet_id: wallet.id,
    partner_id: partner.id,
    amount_cents: input.amount,
    reservation_id: reservation.transaction_id,
    created_at: tx.now,
  })
  const about = { amount_cents: input.amount, partner_name: partner.name, expires_on }
  await notify(tx, beneficiary.id, prepaymentCreated({ ticket, ...about }))
  await tellShopOf(tx, beneficiary, { partner_id: partner.id, kind: 'prepayment', message: prepaymentMadeFor(about) })
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
  reservation_id: number
  created_at: Date
}

/**
 * Draws another ticket in the rare case where the first is taken. Its last day is read here, where the wallet is held: it may have been moved
 * since the wallet was shown.
 */
async function insertPrepayment(tx: Tx, row: NewRow): Promise<{ ticket: string; expires_on: Day }> {
  const expires_on = sql<Day>`(select expires_on from last_days_of_prepayments where wallet_id = ${row.wallet_id})`
  const inserted = await tx
    .insertInto('prepayments')
    .values({ ...row, expires_on, ticket: randomNumber(12) })
    .onConflict((conflict) => conflict.column('ticket').doNothing())
    .returning(['ticket', 'expires_on'])
    .executeTakeFirst()
  return inserted ?? insertPrepayment(tx, row)
}
