import { record } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import { UserError } from '../../../platform/errors.ts'
import type { Agent } from '../../../spaces/actors.ts'
import { lapseAbout } from '../../desks/two-people/index.ts'
import { takeOutOfPayment } from '../apprentice-aid/index.ts'
import { facts } from './facts.ts'
import { batchToChange, linesToSettle } from './queries.ts'
import { batchRelease } from './release.ts'

/**
 * Cancels a whole batch that the bank does not have, or has no more: its requests are to be paid again, its file is gone for good.
 * @throws UserError 409 `aid-batch.cancelled`, or `aid-batch.answered` once the bank has answered a line
 */
export async function cancelBatch(tx: Tx, agent: Agent, { batch_id, reason }: { batch_id: number; reason: string }): Promise<void> {
  const batch = await batchToChange(tx, batch_id)
  const requestIds = await linesToSettle(tx, batch_id)
  if (requestIds.length < batch.transfers) {
    throw new UserError('aid-batch.answered', 'La banque a déjà répondu à ce lot : il ne s’annule plus. Notez ses autres réponses.', {
      status: 409,
    })
  }
  const by = { cancelled_at: tx.now, cancelled_by: agent.id, cancel_reason: reason }
  await tx.updateTable('aid_payment_batches').set(by).where('id', '=', batch_id).execute()
  await tx
    .updateTable('aid_payment_lines')
    .set({ outcome: 'cancelled', settled_at: tx.now, settled_by: agent.id })
    .where('batch_id', '=', batch_id)
    .execute()
  await lapseAbout(tx, batchRelease, [batch_id])
  await takeOutOfPayment(tx, agent, { requestIds, reason })
  await record(tx, {
    at: tx.now,
    fact: facts['aid-batch.cancelled'],
    staff_id: agent.id,
    details: { batch: batch_id, transfers: batch.transfers, reason, downloaded: batch.downloaded_at !== null },
  })
}
