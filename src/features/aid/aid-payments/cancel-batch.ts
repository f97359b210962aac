import { record } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import { UserError } from '../../../platform/errors.ts'
import type { Agent } from '../../../spaces/actors.ts'
import { lapseAbout } from '../../desks/two-people/index.ts'
import { takeOutOfPayment } from '../apprentice-aid/index.ts'
import { facts } from './facts.ts'
import { batchToChange, requestsOf } from './queries.ts'
import { batchRelease } from './release.ts'

/**
 * Cancels a whole batch that was given to nobody: its requests are to be paid again. A file that was made is cancelled first, by two people
 * (`region/transfers`).
 * @throws UserError 409 `aid-batch.cancelled`, or `aid-batch.given` once it is in a file
 */
export async function cancelBatch(tx: Tx, agent: Agent, { batch_id, reason }: { batch_id: number; reason: string }): Promise<void> {
  const batch = await batchToChange(tx, batch_id)
  if (batch.given_at) {
    const sentence = 'Ce lot est dans un fichier : faites d’abord annuler ce fichier, depuis la page de ses virements.'
    throw new UserError('aid-batch.given', sentence, { status: 409 })
  }
  const requestIds = await requestsOf(tx, batch_id)
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
    details: { batch: batch_id, transfers: batch.transfers, reason },
  })
}
