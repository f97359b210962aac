import { sql } from 'kysely'
import type { Tx } from '../../../platform/database/index.ts'
import type { Slice } from '../../../platform/database/slices.ts'
import { notifyEach } from '../../../platform/messages/notify.ts'
import type { ByTheClock } from '../../../spaces/actors.ts'
import { paidAtTill, type TakenAtTill } from './messages.ts'

/**
 * Tells their owners of payments at tills, some at a time. A payment writes down that it is to be told, and no more: nobody at a till waits
 * for a message, and none is forgotten.
 * @returns how many there were
 */
export async function tellOwners(tx: Tx, _clock: ByTheClock, slice: Slice): Promise<number> {
  const { rows } = await sql<TakenAtTill & { beneficiary_id: number }>`
    select t.id, t.at, t.amount_cents, t.balance_after_cents, t.beneficiary_id, t.assent, p.name as partner_name,
      c.sms_from_cents
    from payments_to_tell q
    join journal_lines t on t.id = q.transaction_id
    join partner_directory p on p.id = t.partner_id
    join campaign_calendar c on c.id = t.campaign_id
    where ${slice.mayTake('q.transaction_id')}
    order by q.transaction_id
    limit ${slice.atMost}
    for update of q skip locked
  `.execute(tx)
  const taken = slice.of(rows)
  await notifyEach(
    tx,
    taken.map(({ beneficiary_id, ...payment }) => ({ beneficiary_id, message: paidAtTill(payment) })),
  )
  await sql`delete from payments_to_tell where transaction_id = any(${taken.map(({ id }) => id)}::bigint[])`.execute(tx)
  return rows.length
}
