import type { Tx } from '../../../platform/database/index.ts'
import { found, UserError } from '../../../platform/errors.ts'
import type { Agent } from '../../../spaces/actors.ts'
import { markPaid, markRejected } from '../apprentice-aid/index.ts'
import type { Answer } from './payment.ts'
import { batchToChange, linesToSettle, lineToSettle } from './queries.ts'

/**
 * Notes what the bank has answered to one transfer.
 * @throws UserError 404 without such a line, 409 `aid-line.settled` once it has its answer, and as `atTheBank`
 */
export async function settleLine(tx: Tx, agent: Agent, input: Answer & { batch_id: number; number: string }): Promise<void> {
  const { batch_id, number, outcome, reason } = input
  await atTheBank(tx, batch_id)
  const line = found(await lineToSettle(tx, batch_id, number))
  if (line.outcome !== null)
    throw new UserError('aid-line.settled', 'La réponse de la banque à ce virement est déjà notée.', { status: 409 })
  await writeOutcome(tx, agent, { batch_id, requestIds: [line.request_id], outcome, reason })
  if (reason === null) await markPaid(tx, agent, [line.request_id])
  else await markRejected(tx, agent, { request_id: line.request_id, reason })
}

/**
 * Notes that the bank has made all the transfers of a batch that have no answer yet.
 * @throws UserError 409 `aid-batch.settled` when all have theirs, and as `atTheBank`
 */
export async function markRestPaid(tx: Tx, agent: Agent, { batch_id }: { batch_id: number }): Promise<void> {
  await atTheBank(tx, batch_id)
  const requestIds = await linesToSettle(tx, batch_id)
  if (requestIds.length === 0) {
    throw new UserError('aid-batch.settled', 'La réponse de la banque à tous les virements de ce lot est déjà notée.', { status: 409 })
  }
  await writeOutcome(tx, agent, { batch_id, requestIds, outcome: 'paid', reason: null })
  await markPaid(tx, agent, requestIds)
}

/**
 * Locks a batch that the bank can have answered.
 * @throws UserError 409 `aid-batch.not-downloaded`, `aid-batch.cancelled`
 */
async function atTheBank(tx: Tx, batch_id: number): Promise<void> {
  const { downloaded_at } = await batchToChange(tx, batch_id)
  if (downloaded_at !== null) return
  const sentence =
    'Le fichier de ce lot n’a jamais été téléchargé : la banque n’a rien pu payer. Téléchargez-le et transmettez-le à la banque d’abord.'
  throw new UserError('aid-batch.not-downloaded', sentence, { status: 409 })
}

async function writeOutcome(
  tx: Tx,
  agent: Agent,
  { batch_id, requestIds, ...answer }: { batch_id: number; requestIds: number[]; outcome: 'paid' | 'rejected'; reason: string | null },
): Promise<void> {
  await tx
    .updateTable('aid_payment_lines')
    .set({ ...answer, settled_at: tx.now, settled_by: agent.id })
    .where('batch_id', '=', batch_id)
    .where('request_id', 'in', requestIds)
    .execute()
}
