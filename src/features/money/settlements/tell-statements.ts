import { sql } from 'kysely'
import type { Tx } from '../../../platform/database/index.ts'
import type { Slice } from '../../../platform/database/slices.ts'
import type { ByTheClock } from '../../../spaces/actors.ts'
import { tellShops } from '../../partners/mails/index.ts'
import { statementMade, transferMade } from './messages.ts'

/** Each shop that a settlement pays is to be told that it was let out, or paid: the clock does it. */
export const askToTell = (tx: Tx, { settlement_id, is_paid }: { settlement_id: number; is_paid: boolean }) =>
  tx
    .insertInto('statements_to_tell')
    .columns(['settlement_id', 'partner_id', 'is_paid'])
    .expression((eb) =>
      eb
        .selectFrom('settlement_lines')
        .select(['settlement_id', 'partner_id', eb.lit(is_paid).as('is_paid')])
        .where('settlement_id', '=', settlement_id)
        .where('held_at', 'is', null)
        .orderBy('partner_id'),
    )
    .execute()

/** The same, of some lines only. */
export const askToTellOf = async (
  tx: Tx,
  { settlement_id, is_paid, partner_ids }: { settlement_id: number; is_paid: boolean; partner_ids: number[] },
): Promise<void> => {
  if (partner_ids.length === 0) return
  await tx
    .insertInto('statements_to_tell')
    .values(partner_ids.map((partner_id) => ({ settlement_id, partner_id, is_paid })))
    .execute()
}

interface Told {
  id: number
  settlement_id: number
  partner_id: number
  is_paid: boolean
  amount_cents: number
  partner_name: string
}

/**
 * Tells shops of their line of a settlement, some at a time.
 * @returns how many there were
 */
export async function tellShopsOfStatements(tx: Tx, _clock: ByTheClock, slice: Slice): Promise<number> {
  const { rows } = await sql<Told>`
    select q.id, q.settlement_id, q.partner_id, q.is_paid, l.amount_cents, p.name as partner_name
    from statements_to_tell q
    join settlement_lines l on l.settlement_id = q.settlement_id and l.partner_id = q.partner_id
    join partner_directory p on p.id = q.partner_id
    where ${slice.mayTake('q.id')}
    order by q.id
    limit ${slice.atMost}
    for update of q skip locked
  `.execute(tx)
  const told = slice.of(rows)
  await tellShops(
    tx,
    told.map(({ partner_id, is_paid, settlement_id, amount_cents, partner_name }) => ({
      partner_id,
      kind: is_paid ? 'transfer' : 'statement',
      message: (is_paid ? transferMade : statementMade)({ settlement_id, amount_cents, partner_name }),
    })),
  )
  await sql`delete from statements_to_tell where id = any(${told.map(({ id }) => id)}::bigint[])`.execute(tx)
  return rows.length
}
