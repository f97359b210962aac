import { record } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import { UserError } from '../../../platform/errors.ts'
import type { Agent } from '../../../spaces/actors.ts'
import { startAct } from '../../desks/two-people/index.ts'
import { putInPayment } from '../apprentice-aid/index.ts'
import { facts } from './facts.ts'
import { TRANSFERS_A_BATCH } from './payment.ts'
import { batchRelease } from './release.ts'

/**
 * Puts the accepted requests that have waited longest in a batch of transfers, and asks a second person to let it out. Two agents at once take different ones.
 * @returns the batch's id
 * @throws UserError `aid-batch.empty` when none waits
 */
export async function createBatch(tx: Tx, agent: Agent): Promise<number> {
  const requests = await putInPayment(tx, agent, { at_most: TRANSFERS_A_BATCH })
  if (requests.length === 0) throw new UserError('aid-batch.empty', 'Aucune demande acceptée n’attend un virement.', { status: 409 })
  const batch = await tx
    .insertInto('aid_payment_batches')
    .values({ created_at: tx.now, created_by: agent.id })
    .returning('id')
    .executeTakeFirstOrThrow()
  await tx
    .insertInto('aid_payment_lines')
    .values(requests.map(({ id, amount_cents }) => ({ batch_id: batch.id, request_id: id, amount_cents })))
    .execute()
  await startAct(tx, agent, batchRelease, { subject: batch.id, input: { id: batch.id } })
  await record(tx, {
    at: tx.now,
    fact: facts['aid-batch.created'],
    staff_id: agent.id,
    details: {
      batch: batch.id,
      transfers: requests.length,
      total_cents: requests.reduce((sum, { amount_cents }) => sum + amount_cents, 0),
    },
  })
  return batch.id
}
