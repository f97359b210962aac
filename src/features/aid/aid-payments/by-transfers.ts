import type { Tx } from '../../../platform/database/index.ts'
import type { Agent } from '../../../spaces/actors.ts'
import { markBack, markPaid, markRejected } from '../apprentice-aid/index.ts'
import { batchToChange, isNotReleased } from './queries.ts'

/**
 * From now on a batch is at the bank, or at the accountant's: a file of it is made (`region/transfers`). Holds it until the transaction ends.
 * @throws UserError 409 `aid-batch.cancelled`, or `aid-batch.not-released` before a second person let it out
 */
export async function giveBatch(tx: Tx, agent: Agent, batch_id: number): Promise<void> {
  const { released_at, given_at } = await batchToChange(tx, batch_id)
  if (!released_at) throw isNotReleased()
  if (given_at) return
  await tx.updateTable('aid_payment_batches').set({ given_at: tx.now, given_by: agent.id }).where('id', '=', batch_id).execute()
}

/** Holds a batch until the transaction ends: a file that is being made of it is there afterwards. */
export async function holdBatch(tx: Tx, batch_id: number): Promise<void> {
  await batchToChange(tx, batch_id)
}

/** The only file of a batch that is held is cancelled: nobody has it, it may be given again, or cancelled whole. */
export async function takeBatchBack(tx: Tx, batch_id: number): Promise<void> {
  await tx.updateTable('aid_payment_batches').set({ given_at: null, given_by: null }).where('id', '=', batch_id).execute()
}

interface Said {
  batch_id: number
  request_ids: number[]
}

/** Says that the transfers of these aids are made: each apprentice is told. */
export async function sayAidsPaid(tx: Tx, agent: Agent, { batch_id, request_ids }: Said): Promise<void> {
  await batchToChange(tx, batch_id)
  await tx
    .updateTable('aid_payment_lines')
    .set({ outcome: 'paid', settled_at: tx.now, settled_by: agent.id })
    .where('batch_id', '=', batch_id)
    .where('request_id', 'in', request_ids)
    .execute()
  await markPaid(tx, agent, request_ids)
}

/** Says that these aids go to no such account, and why: each apprentice is asked for another, and the aid joins a later batch. */
export async function sayAidsRejected(
  tx: Tx,
  agent: Agent,
  { batch_id, rejected }: { batch_id: number; rejected: { request_id: number; reason: string }[] },
): Promise<void> {
  await batchToChange(tx, batch_id)
  for (const [reason, lines] of Map.groupBy(rejected, ({ reason }) => reason))
    await tx
      .updateTable('aid_payment_lines')
      .set({ outcome: 'rejected', reason, settled_at: tx.now, settled_by: agent.id })
      .where('batch_id', '=', batch_id)
      .where(
        'request_id',
        'in',
        lines.map(({ request_id }) => request_id),
      )
      .execute()
  await markRejected(tx, agent, rejected)
}

/** Says that the money of these aids has come back, through no fault of the apprentices: they are to be paid again, by the same batch. */
export async function sayAidsUnpaid(tx: Tx, agent: Agent, { batch_id, request_ids }: Said): Promise<void> {
  await batchToChange(tx, batch_id)
  await tx
    .updateTable('aid_payment_lines')
    .set({ outcome: null, settled_at: null, settled_by: null })
    .where('batch_id', '=', batch_id)
    .where('request_id', 'in', request_ids)
    .execute()
  await markBack(tx, agent, request_ids)
}
