import { record } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import { found, UserError } from '../../../platform/errors.ts'
import type { Agent } from '../../../spaces/actors.ts'
import { facts } from './facts.ts'
import { isNotReleased } from './release.ts'
import { askToTell } from './tell-statements.ts'

/**
 * Says that the transfers of a settlement are made.
 * @throws UserError `settlement.paid` when somebody said it already, `settlement.not-released` before a second person let it out
 */
export async function markPaid(tx: Tx, agent: Agent, input: { settlement_id: number }): Promise<void> {
  const { id, paid_at, released_at } = found(
    await tx
      .selectFrom('settlements')
      .select(['id', 'paid_at', 'released_at'])
      .where('id', '=', input.settlement_id)
      .forUpdate()
      .executeTakeFirst(),
  )
  if (paid_at) throw new UserError('settlement.paid', 'Les virements de ce reversement sont déjà notés comme faits.', { status: 409 })
  if (!released_at) throw isNotReleased()
  await tx.updateTable('settlements').set({ paid_at: tx.now, paid_by: agent.id }).where('id', '=', id).execute()
  await askToTell(tx, { settlement_id: id, is_paid: true })
  await record(tx, { at: tx.now, fact: facts['settlement.paid'], staff_id: agent.id, details: { settlement: id } })
}
