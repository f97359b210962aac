import { record } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import type { Agent } from '../../../spaces/actors.ts'
import { facts } from './facts.ts'
import type { Opening } from './incident.ts'

/** Opens an incident with a first note. @returns its number */
export async function openIncident(tx: Tx, agent: Agent, { title, kind, note }: Opening): Promise<number> {
  const { id } = await tx
    .insertInto('incidents')
    .values({ title, kind, opened_at: tx.now, opened_by: agent.id })
    .returning('id')
    .executeTakeFirstOrThrow()
  await tx.insertInto('incident_notes').values({ incident_id: id, at: tx.now, staff_id: agent.id, text: note }).execute()
  await record(tx, { at: tx.now, fact: facts['incident.opened'], staff_id: agent.id, details: { incident: id, kind } })
  return id
}
