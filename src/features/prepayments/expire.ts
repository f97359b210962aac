import { randomUUID } from 'node:crypto'
import type { Tx } from '../../platform/database/index.ts'
import { dayOf } from '../../platform/dates.ts'
import type { ByTheClock } from '../../spaces/actors.ts'
import { release } from '../wallets/index.ts'
import { endPrepayment } from './end.ts'

const AT_ONCE = 200

/**
 * Ends prepayments whose last day is past, some at a time: the money is back in their wallets. Those that somebody is
 * ending now are left for the next round. Wallets are locked in their order, so that two rounds never wait for each other.
 * @returns how many were ended
 */
export async function expirePrepayments(tx: Tx, _clock: ByTheClock): Promise<number> {
  const late = await tx
    .selectFrom('prepayments')
    .selectAll()
    .where('state', '=', 'pending')
    .where('expires_on', '<', dayOf(tx.now))
    .orderBy('wallet_id')
    .orderBy('id')
    .limit(AT_ONCE)
    .forUpdate()
    .skipLocked()
    .execute()
  for (const prepayment of late) {
    const { reservation_id, wallet_id, partner_id, amount_cents } = prepayment
    await release(tx, { request_id: randomUUID(), reservation_id, wallet_id, partner_id, amount_cents, because: 'expiry' })
    await endPrepayment(tx, prepayment, 'expired')
  }
  return late.length
}
