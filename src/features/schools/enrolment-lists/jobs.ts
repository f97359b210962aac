import { sql } from 'kysely'
import { deleteInSlices } from '../../../platform/database/slices.ts'
import { dayOf } from '../../../platform/dates.ts'
import { inSteps, type Job } from '../../../platform/jobs.ts'
import { keptSince } from '../../../platform/retention.ts'
import { OFFERED_DAYS, TRIED_DAYS } from './retention.ts'

/** Every night: the lists of campaigns whose requests nobody decides on any more, those that were tried and never taken, and those that the Region offered once nobody can agree to them, with the pupils that they name. */
export const forgettingOfLists: Job = {
  name: 'forget-enrolment-lists',
  cron: '35 3 * * *',
  run: ({ db, clock }) =>
    inSteps(
      () =>
        deleteInSlices(
          db,
          'enrolment_lists',
          sql`campaign_id in (select id from campaign_calendar where decisions_end_on < ${dayOf(clock.now())})`,
        ),
      () =>
        deleteInSlices(
          db,
          'enrolment_lists',
          sql`state = 'tried' and case when offered_at is null then given_at < ${keptSince(clock.now(), TRIED_DAYS)} else offered_at < ${keptSince(clock.now(), OFFERED_DAYS)} end`,
        ),
    ),
}
