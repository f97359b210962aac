import type { Tx } from '../../../platform/database/index.ts'
import { closeStaffSessions } from '../../../platform/sessions.ts'

/** Whoever had signed in, or was about to, has to begin again. */
export async function endSignIns(tx: Tx, staffId: number): Promise<void> {
  // In this order: a code that is being given is waited for here, and the session that it opened is seen below.
  await tx.deleteFrom('pending_sign_ins').where('staff_id', '=', staffId).execute()
  await closeStaffSessions(tx, staffId)
}
