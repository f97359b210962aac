import { sql } from 'kysely'
import { record } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import type { Slice } from '../../../platform/database/slices.ts'
import { dayOf } from '../../../platform/dates.ts'
import type { ByTheClock } from '../../../spaces/actors.ts'
import type { Scope } from './deadline.ts'
import { facts } from './facts.ts'
import { walletsInScope, wouldMove } from './queries.ts'

/**
 * Moves the next wallets of the oldest move that is agreed, with their pending prepayments, in one statement. How far it went is written with
 * what was moved.
 * @returns whether there may be more
 */
export async function moveDeadlines(tx: Tx, _clock: ByTheClock, slice: Slice): Promise<boolean> {
  const found = await tx
    .selectFrom('deadline_moves')
    .selectAll()
    .where('agreed_at', 'is not', null)
    .where('moved_at', 'is', null)
    .where('told_at', 'is', null)
    .orderBy('id')
    .limit(1)
    .forUpdate()
    .executeTakeFirst()
  if (!found) return false
  const move = { ...found, scope: found.scope as Scope }
  const { rows: next } = await sql<{ id: number }>`
    select w.id from ${walletsInScope(move)} and w.id > ${move.moved_to} and ${wouldMove(move, dayOf(tx.now))} and ${slice.mayTake('w.id')}
    order by w.id
    limit ${slice.atMost}
  `.execute(tx)
  const ids = slice.of(next).map(({ id }) => id)
  const { rows } = await sql<{ wallets: number; balance_cents: number; prepayments: number }>`
    with moved as (
      select * from move_last_days(${ids}::bigint[], ${move.closes_on}::date, ${move.prepayments_expire_on}::date, ${tx.now})
    ), kept as (
      insert into moved_wallets (move_id, wallet_id, closed_on) select ${move.id}, wallet_id, closed_on from moved
    )
    select count(*) as wallets, coalesce(sum(balance_cents), 0)::bigint as balance_cents, coalesce(sum(prepayments), 0)::bigint as prepayments
    from moved
  `.execute(tx)
  const moved = rows[0] as (typeof rows)[0]
  const isOver = ids.length < slice.atMost
  const done = await tx
    .updateTable('deadline_moves')
    .set((eb) => ({
      moved_to: ids.at(-1) ?? move.moved_to,
      moved_at: isOver ? tx.now : null,
      wallets: eb('wallets', '+', moved.wallets),
      balance_cents: eb('balance_cents', '+', moved.balance_cents),
      prepayments: eb('prepayments', '+', moved.prepayments),
    }))
    .where('id', '=', move.id)
    .returning(['wallets', 'balance_cents', 'prepayments'])
    .executeTakeFirstOrThrow()
  if (isOver) {
    const { id, campaign_id, scope, closes_on, agreed_by } = move
    await record(tx, {
      at: tx.now,
      fact: facts['deadline.moved'],
      staff_id: agreed_by,
      details: { move: id, campaign: campaign_id, scope, closes_on, ...done },
    })
  }
  return true
}
