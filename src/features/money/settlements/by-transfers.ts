import { sql } from 'kysely'
import type { Tx } from '../../../platform/database/index.ts'
import { found } from '../../../platform/errors.ts'
import type { Agent } from '../../../spaces/actors.ts'
import { isPaidAlready } from './pay.ts'
import { isNotReleased } from './release.ts'
import { askToTellOf } from './tell-statements.ts'

/**
 * From now on a settlement is paid line by line, by its transfers (`region/transfers`), and no more as a whole. Holds it until the transaction ends.
 * @throws UserError `settlement.not-released` before a second person let it out, `settlement.paid` when it was said to be paid as a whole
 */
export async function payByTransfers(tx: Tx, settlement_id: number): Promise<void> {
  const { released_at, paid_at, by_transfers } = found(
    await tx
      .selectFrom('settlements')
      .select(['released_at', 'paid_at', 'by_transfers'])
      .where('id', '=', settlement_id)
      .forUpdate()
      .executeTakeFirst(),
  )
  if (!released_at) throw isNotReleased()
  if (by_transfers) return
  if (paid_at) throw isPaidAlready()
  await tx.updateTable('settlements').set({ by_transfers: true }).where('id', '=', settlement_id).execute()
}

interface Said {
  settlement_id: number
  partner_ids: number[]
  by: Agent
}

/** Says that the transfers of these lines are made; the settlement is paid once all are. Each shop is told by the clock. */
export async function sayLinesPaid(tx: Tx, { settlement_id, partner_ids, by }: Said): Promise<void> {
  await sql`select say_lines_paid(${settlement_id}, ${partner_ids}::integer[], ${tx.now}, ${tx.now}, ${by.id})`.execute(tx)
  await askToTellOf(tx, { settlement_id, is_paid: true, partner_ids })
}

/** Says that the money of these lines has come back: they are not paid, nor is their settlement. */
export async function sayLinesUnpaid(tx: Tx, { settlement_id, partner_ids, by }: Said): Promise<void> {
  await sql`select say_lines_paid(${settlement_id}, ${partner_ids}::integer[], null, ${tx.now}, ${by.id})`.execute(tx)
}
