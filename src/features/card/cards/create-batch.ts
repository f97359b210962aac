import { sql } from 'kysely'
import { record } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import { UserError } from '../../../platform/errors.ts'
import type { Agent } from '../../../spaces/actors.ts'
import { CARDS_A_BATCH } from './card.ts'
import { facts } from './facts.ts'

/**
 * Puts the cards that have waited longest in a batch to be made. Two agents at once take different cards.
 * @returns the batch's id
 * @throws UserError `batch.empty` when no card waits
 */
export async function createBatch(tx: Tx, agent: Agent): Promise<number> {
  const { rows } = await sql<{ batch_id: number }>`
    with waiting as (
      select id from cards where batch_id is null and opposed_at is null and set_aside_at is null
      order by created_at, id limit ${CARDS_A_BATCH} for update skip locked
    ), batch as (
      insert into card_batches (created_at, created_by) select ${tx.now}, ${agent.id} where exists (select from waiting) returning id
    )
    update cards set batch_id = batch.id from batch, waiting where cards.id = waiting.id
    returning cards.batch_id
  `.execute(tx)
  const batchId = rows[0]?.batch_id
  if (!batchId) throw new UserError('batch.empty', 'Aucune carte n’est à fabriquer pour le moment.', { status: 409 })
  await record(tx, { at: tx.now, fact: facts['card-batch.created'], staff_id: agent.id, details: { batch: batchId, cards: rows.length } })
  return batchId
}
