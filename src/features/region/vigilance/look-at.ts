import { record } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import { found, UserError } from '../../../platform/errors.ts'
import type { Agent } from '../../../spaces/actors.ts'
import { facts } from './facts.ts'

/** Says that somebody looked at an alert, and what they found. */
export async function lookAt(tx: Tx, agent: Agent, { id, finding }: { id: number; finding: string }): Promise<void> {
  const alert = found(
    await tx.selectFrom('alerts').select(['kind', 'staff_id', 'looked_at']).where('id', '=', id).forUpdate().executeTakeFirst(),
  )
  if (alert.staff_id === agent.id) {
    const sentence = 'Cette alerte vous concerne : une autre personne doit la regarder.'
    throw new UserError('alert.own', sentence, { status: 403 })
  }
  if (alert.looked_at !== null) throw new UserError('alert.looked-at', 'Quelqu’un vient de répondre à cette alerte.', { status: 409 })
  await tx.updateTable('alerts').set({ looked_at: tx.now, looked_by: agent.id, finding }).where('id', '=', id).execute()
  await record(tx, { at: tx.now, fact: facts['alert.looked-at'], staff_id: agent.id, details: { alert: id, kind: alert.kind } })
}
