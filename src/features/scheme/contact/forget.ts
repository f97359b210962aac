import { sql } from 'kysely'
import type { Tx } from '../../../platform/database/index.ts'

/** Erases what was asked from the address of an account that closes and what was noted on it, and says no more of whose file the others were about. */
export async function forgetQuestions(tx: Tx, { beneficiaryId, email }: { beneficiaryId: number; email: string }): Promise<void> {
  await sql`delete from questions_received where lower(email) = lower(${email})`.execute(tx)
  await sql`
    update questions_received set file_number = null
    where regexp_replace(file_number, '\\D', '', 'g') in (select file_number from applications where beneficiary_id = ${beneficiaryId})
  `.execute(tx)
  await tx.updateTable('questions_received').set({ beneficiary_id: null }).where('beneficiary_id', '=', beneficiaryId).execute()
  await tx.deleteFrom('file_notes').where('beneficiary_id', '=', beneficiaryId).execute()
}
