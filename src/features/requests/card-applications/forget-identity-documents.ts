import { recordAll } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import type { Slice } from '../../../platform/database/slices.ts'
import { addDays, dayOf } from '../../../platform/dates.ts'
import { forgetFiles } from '../../../platform/files.ts'
import type { ByTheClock } from '../../../spaces/actors.ts'
import { facts } from './facts.ts'
import { UNDECIDED_IDENTITY_DAYS } from './retention.ts'

/**
 * Deletes the identity documents whose day has come, and those that nobody has decided on long after the campaign, some at a time, and writes down that they were.
 * @returns how many were deleted
 */
export async function forgetIdentityDocuments(tx: Tx, _clock: ByTheClock, slice: Slice): Promise<number> {
  const due = await tx
    .selectFrom('card_applications as a')
    .innerJoin('stored_files as f', 'f.id', 'a.identity_file_id')
    .select(['a.id', 'a.beneficiary_id', 'f.id as file_id'])
    .innerJoin('campaign_calendar as c', 'c.id', 'a.campaign_id')
    .where((eb) =>
      eb.or([
        eb('f.delete_after', '<=', dayOf(tx.now)),
        eb.and([eb('a.state', '=', 'submitted'), eb('c.decisions_end_on', '<', addDays(dayOf(tx.now), -UNDECIDED_IDENTITY_DAYS))]),
      ]),
    )
    .orderBy('a.id')
    .where(slice.mayTake('a.id'))
    .limit(slice.atMost)
    .forUpdate('a')
    .skipLocked()
    .execute()
  if (slice.of(due).length === 0) return 0
  const ids = due.map(({ id }) => id)
  await tx.updateTable('card_applications').set({ identity_file_id: null, identity_forgotten_at: tx.now }).where('id', 'in', ids).execute()
  await forgetFiles(
    tx,
    due.map(({ file_id }) => file_id),
  )
  await recordAll(
    tx,
    due.map(({ id, beneficiary_id }) => ({
      at: tx.now,
      fact: facts['card-application.identity-deleted'],
      beneficiary_id,
      details: { application_id: id },
    })),
  )
  return due.length
}
