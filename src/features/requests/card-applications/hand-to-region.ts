import { recordAll } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import type { Agent, Beneficiary } from '../../../spaces/actors.ts'
import { facts } from './facts.ts'

/**
 * Lets the Region decide too on requests that wait for that school: whoever is first does. Those that it may decide on already, or that have
 * just left for another school, are left as they are.
 */
export async function handToRegion(tx: Tx, by: Agent | Beneficiary, schoolId: number, applicationIds: number[]): Promise<number> {
  if (applicationIds.length === 0) return 0
  const handed = await tx
    .updateTable('card_applications')
    .set({ handed_to_region_at: tx.now })
    .where('id', 'in', applicationIds)
    .where('state', '=', 'submitted')
    .where('school_id', '=', schoolId)
    .where('handed_to_region_at', 'is', null)
    .returning(['id', 'beneficiary_id'])
    .execute()
  if (handed.length === 0) return 0
  const staff_id = by.kind === 'agent' ? by.id : null
  await tx
    .insertInto('application_events')
    .values(handed.map(({ id }) => ({ application_id: id, at: tx.now, event: 'handed', staff_id })))
    .execute()
  await recordAll(
    tx,
    handed.map(({ id, beneficiary_id }) => ({
      at: tx.now,
      fact: facts['card-application.handed'],
      staff_id,
      beneficiary_id,
      details: { application_id: id },
    })),
  )
  return handed.length
}
