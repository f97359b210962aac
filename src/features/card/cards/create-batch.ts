import { sql } from 'kysely'
import { record } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import { UserError } from '../../../platform/errors.ts'
import type { Agent } from '../../../spaces/actors.ts'
import { facts } from './facts.ts'

/**
 * Puts in a batch the cards that came back and can leave again, then those that have waited longest to be made. Two agents at once take
 * different cards.
 * @returns the batch's id
 * @throws UserError `batch.empty` when no card waits
 */
export async function createBatch(tx: Tx, agent: Agent, atMost: number): Promise<number> {
  const { rows } = await sql<{ batch_id: number; cards: number }>`
    with returned as (
      select r.id from card_returns r join cards k on k.id = r.card_id
      where r.batch_id is null and r.address_confirmed_at is not null and k.opposed_at is null
      order by r.address_confirmed_at, r.id limit ${atMost} for update of r skip locked
    ), waiting as (
      select id from cards where batch_id is null and opposed_at is null and set_aside_at is null
      order by created_at, id limit ${atMost} - (select count(*) from returned) for update skip locked
    ), batch as (
      insert into card_batches (created_at, created_by, at_most)
      select ${tx.now}, ${agent.id}, ${atMost} where exists (select from waiting) or exists (select from returned)
      returning id
    ), posted as (
      update card_returns r set batch_id = batch.id from batch, returned where r.id = returned.id returning r.id
    ), made as (
      update cards set batch_id = batch.id from batch, waiting where cards.id = waiting.id returning cards.id
    )
    select batch.id as batch_id, (select count(*) from posted) + (select count(*) from made) as cards from batch
  `.execute(tx)
  const [batch] = rows
  if (!batch) throw new UserError('batch.empty', 'Aucune carte n’est à fabriquer pour le moment.', { status: 409 })
  await record(tx, {
    at: tx.now,
    fact: facts['card-batch.created'],
    staff_id: agent.id,
    details: { batch: batch.batch_id, cards: batch.cards },
  })
  return batch.batch_id
}
