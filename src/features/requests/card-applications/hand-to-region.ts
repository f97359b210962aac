import { record } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import type { Beneficiary } from '../../../spaces/actors.ts'
import { facts } from './facts.ts'

/**
 * Lets the Region decide too on a request that waits for that school: whoever is first does. One that it may decide on already, or that has
 * just left for another school, is left as it is.
 */
export async function handToRegion(tx: Tx, owner: Pick<Beneficiary, 'id'>, schoolId: number, applicationId: number): Promise<void> {
  const handed = await tx
    .updateTable('card_applications')
    .set({ handed_to_region_at: tx.now })
    .where('id', '=', applicationId)
    .where('state', '=', 'submitted')
    .where('school_id', '=', schoolId)
    .where('handed_to_region_at', 'is', null)
    .returning('id')
    .executeTakeFirst()
  if (!handed) return
  await tx.insertInto('application_events').values({ application_id: applicationId, at: tx.now, event: 'handed' }).execute()
  await record(tx, {
    at: tx.now,
    fact: facts['card-application.handed'],
    beneficiary_id: owner.id,
    details: { application_id: applicationId },
  })
}
