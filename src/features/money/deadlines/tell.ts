import { sql } from 'kysely'
import { recordAll } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import type { Slice } from '../../../platform/database/slices.ts'
import type { Day } from '../../../platform/dates.ts'
import { notifyEach } from '../../../platform/messages/notify.ts'
import type { ByTheClock } from '../../../spaces/actors.ts'
import { facts } from './facts.ts'
import { lastDayMoved } from './messages.ts'

interface Moved {
  id: number
  beneficiary_id: number
  label: string
  balance_cents: number
  reserved_cents: number
  closed_on: Day
  closes_on: Day
  prepayments: { ticket: string; amount_cents: number; partner_name: string; expires_on: Day }[]
}

/**
 * Tells the next owners of wallets that were moved, each once, and writes it in their file. How far it went is written with what was said.
 * @returns how many wallets were looked at
 */
export async function tellOfMoves(tx: Tx, _clock: ByTheClock, slice: Slice): Promise<number> {
  const move = await tx
    .selectFrom('deadline_moves')
    .select(['id', 'told_to', 'agreed_by'])
    .where('moved_at', 'is not', null)
    .where('agreed_at', 'is not', null)
    .where('told_at', 'is', null)
    .orderBy('id')
    .limit(1)
    .forUpdate()
    .executeTakeFirst()
  if (!move) return 0
  const { rows } = await sql<Moved>`
    select m.wallet_id as id, w.beneficiary_id, w.label, w.balance_cents, w.reserved_cents, m.closed_on, w.closes_on, (
        select coalesce(json_agg(p order by p.ticket), '[]')
        from (
          select ticket, amount_cents, partner_name, expires_on from prepayments_made where wallet_id = m.wallet_id and state = 'pending'
        ) p
      ) as prepayments
    from moved_wallets m
    join wallets_held w on w.id = m.wallet_id
    where m.move_id = ${move.id} and m.wallet_id > ${move.told_to} and ${slice.mayTake('m.wallet_id')}
    order by m.wallet_id
    limit ${slice.atMost}
  `.execute(tx)
  slice.of(rows)
  await notifyEach(
    tx,
    rows
      .filter(({ balance_cents, reserved_cents }) => balance_cents + reserved_cents > 0)
      .map(({ beneficiary_id, ...moved }) => ({ beneficiary_id, message: lastDayMoved(moved) })),
  )
  await recordAll(
    tx,
    rows.map(({ beneficiary_id, closed_on, closes_on }) => ({
      at: tx.now,
      fact: facts['deadline.moved-for-owner'],
      staff_id: move.agreed_by,
      beneficiary_id,
      details: { move: move.id, closed_on, closes_on },
    })),
  )
  await tx
    .updateTable('deadline_moves')
    .set({ told_to: rows.at(-1)?.id ?? move.told_to, told_at: rows.length < slice.atMost ? tx.now : null })
    .where('id', '=', move.id)
    .execute()
  return rows.length
}
