import { record } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import { found, UserError } from '../../../platform/errors.ts'
import type { Agent } from '../../../spaces/actors.ts'
import { facts } from './facts.ts'
import { isNotReleased } from './release.ts'
import { askToTell } from './tell-statements.ts'

export const isPaidAlready = () =>
  new UserError('settlement.paid', 'Les virements de ce reversement sont déjà notés comme faits.', { status: 409 })

/**
 * Says that the transfers of a settlement are made, all at once: of one that no file of ours pays.
 * @throws UserError `settlement.by-transfers` when its transfers are in files of ours, whose answers say it; `settlement.paid` when somebody said it already, `settlement.not-released` before a second person let it out
 */
export async function markPaid(tx: Tx, agent: Agent, input: { settlement_id: number }): Promise<void> {
  const { id, paid_at, released_at, by_transfers } = found(
    await tx
      .selectFrom('settlements')
      .select(['id', 'paid_at', 'released_at', 'by_transfers'])
      .where('id', '=', input.settlement_id)
      .forUpdate()
      .executeTakeFirst(),
  )
  if (by_transfers) {
    const sentence =
      'Les virements de ce reversement sont dans des fichiers : ce sont les réponses de la banque qui disent s’ils sont faits.'
    throw new UserError('settlement.by-transfers', sentence, { status: 409 })
  }
  if (paid_at) throw isPaidAlready()
  if (!released_at) throw isNotReleased()
  await tx.updateTable('settlements').set({ paid_at: tx.now, paid_by: agent.id }).where('id', '=', id).execute()
  await askToTell(tx, { settlement_id: id, is_paid: true })
  await record(tx, { at: tx.now, fact: facts['settlement.paid'], staff_id: agent.id, details: { settlement: id } })
}
