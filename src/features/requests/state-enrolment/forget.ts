import { sql } from 'kysely'
import type { Db, Tx } from '../../../platform/database/index.ts'
import { deleteInSlices } from '../../../platform/database/slices.ts'
import { addDays, dayOf } from '../../../platform/dates.ts'
import type { Beneficiary } from '../../../spaces/actors.ts'
import { ANSWER_KEPT_DAYS } from './retention.ts'

/** What the State said of a closed account. */
export async function forgetStateAnswers(tx: Tx, { id }: Pick<Beneficiary, 'id'>): Promise<void> {
  await sql`delete from state_enrolments where application_id in (select id from applications where beneficiary_id = ${id})`.execute(tx)
}

/** Those of no more use: decided on long enough ago, or never, in a campaign that is over. */
export const forgetOldAnswers = (db: Db, now: Date): Promise<void> =>
  deleteInSlices(
    db,
    'state_enrolments',
    sql`application_id in (
      select id from applications
      where (state in ('validated', 'refused') and decided_at < ${now}::timestamptz - make_interval(days => ${ANSWER_KEPT_DAYS}))
        or decisions_end_on < ${addDays(dayOf(now), -ANSWER_KEPT_DAYS)}::date)`,
  )
