import { sql } from 'kysely'
import { inTransaction } from '../../../platform/database/index.ts'
import { deleteInSlices } from '../../../platform/database/slices.ts'
import { dayOf } from '../../../platform/dates.ts'
import type { Job } from '../../../platform/jobs.ts'
import { lookAgain } from './look.ts'
import { listsToLookInto } from './queries.ts'

const CLOCK = { kind: 'clock' } as const

/** Every minute: who asked since, or is not who they were, is looked for on the list of their school. */
export const lookingForNewRequests: Job = {
  name: 'look-for-new-requests-on-lists',
  cron: '* * * * *',
  async run({ db, clock }) {
    for (const whose of await listsToLookInto(db, dayOf(clock.now())))
      await inTransaction(db, clock.now(), (tx) => lookAgain(tx, CLOCK, whose))
  },
}

/** Every night: what somebody judged of requests that nobody decides on any more, and what stands for the numbers that were given. */
export const forgettingOfJudgements: Job = {
  name: 'forget-enrolment-judgements',
  cron: '36 3 * * *',
  async run({ db, clock }) {
    const isOver = sql`application_id in (select id from applications where decisions_end_on < ${dayOf(clock.now())})`
    for (const table of ['enrolment_judgements', 'national_numbers'] as const) await deleteInSlices(db, table, isOver)
  },
}
