import { sql } from 'kysely'
import type { Tx } from '../../../platform/database/index.ts'
import type { Beneficiary } from '../../../spaces/actors.ts'

/** What says who a closed account was on a school's list. The list itself is the school's, until it gives another. */
export async function forgetEnrolment(tx: Tx, beneficiary: Pick<Beneficiary, 'id'>): Promise<void> {
  const theirs = sql`(select id from applications where beneficiary_id = ${beneficiary.id})`
  await sql`delete from enrolments where application_id in ${theirs}`.execute(tx)
  await sql`delete from national_numbers where application_id in ${theirs}`.execute(tx)
  await sql`delete from enrolment_judgements where application_id in ${theirs}`.execute(tx)
}
