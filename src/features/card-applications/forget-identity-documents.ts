import { record } from '../../platform/audit.ts'
import type { Tx } from '../../platform/database/index.ts'
import { dayOf } from '../../platform/dates.ts'
import { forgetFile } from '../../platform/files.ts'
import type { ByTheClock } from '../../spaces/actors.ts'

const AT_ONCE = 200

/**
 * Deletes the identity documents whose day has come, some at a time, and writes down that they were (trust.md, « Privacy »).
 * @returns how many were deleted
 */
export async function forgetIdentityDocuments(tx: Tx, _clock: ByTheClock): Promise<number> {
  const due = await tx
    .selectFrom('card_applications as a')
    .innerJoin('files as f', 'f.id', 'a.identity_file_id')
    .select(['a.id', 'a.beneficiary_id', 'f.id as file_id'])
    .where('f.delete_after', '<=', dayOf(tx.now))
    .orderBy('a.id')
    .limit(AT_ONCE)
    .forUpdate('a')
    .skipLocked()
    .execute()
  for (const { id, beneficiary_id, file_id } of due) {
    await tx.updateTable('card_applications').set({ identity_file_id: null }).where('id', '=', id).execute()
    await forgetFile(tx, file_id)
    await record(tx, { at: tx.now, fact: 'card-application.identity-deleted', beneficiary_id, details: { application_id: id } })
  }
  return due.length
}
