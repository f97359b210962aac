import { record } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import { UserError } from '../../../platform/errors.ts'
import type { Agent } from '../../../spaces/actors.ts'
import { mustBeOpen } from './add.ts'
import { facts } from './facts.ts'

/**
 * Ends an incident that somebody else opened, and says how.
 * @throws UserError `incident.own` to whoever opened it
 */
export async function closeIncident(tx: Tx, agent: Agent, { id, outcome }: { id: number; outcome: string }): Promise<void> {
  const { opened_by } = await mustBeOpen(tx, id)
  if (opened_by === agent.id) {
    throw new UserError('incident.own', 'Vous l’avez ouvert : une autre personne doit le clore.', { status: 403 })
  }
  await tx.updateTable('incidents').set({ closed_at: tx.now, closed_by: agent.id, outcome }).where('id', '=', id).execute()
  await record(tx, { at: tx.now, fact: facts['incident.closed'], staff_id: agent.id, details: { incident: id } })
}
