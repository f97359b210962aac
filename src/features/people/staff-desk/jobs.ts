import { sql } from 'kysely'
import { inTransaction } from '../../../platform/database/index.ts'
import { deleteInSlices } from '../../../platform/database/slices.ts'
import { inSteps, type Job, oneSlice, untilNothingIsLeft } from '../../../platform/jobs.ts'
import { INVITED_AT_ONCE, sendInvitations } from './invitations.ts'
import { remindOfReview } from './review.ts'
import { closeUnused, warnUnused } from './unused.ts'

const CLOCK = { kind: 'clock' } as const

/** Every five minutes of the day, some at a time, until all have left. */
export const sendingOfInvitations: Job = {
  name: 'send-invitations',
  cron: '*/5 8-20 * * *',
  run: (site, atOnce = INVITED_AT_ONCE) => oneSlice(site, atOnce, (tx, slice) => sendInvitations(tx, CLOCK, site.config, slice)),
}

/** Every night: accounts of the staff that nobody uses. Those of the demonstration wait for whoever visits. */
export const closingOfUnusedStaff: Job = {
  name: 'close-unused-staff',
  cron: '40 4 * * *',
  async run(site, atOnce = 500) {
    if (site.config.demo) return
    await inSteps(
      () => untilNothingIsLeft(site, atOnce, (tx, slice) => closeUnused(tx, CLOCK, slice)),
      () => untilNothingIsLeft(site, atOnce, (tx, slice) => warnUnused(tx, CLOCK, site.config, slice)),
    )
  },
}

/** Each Monday: administrators hear that the review of the rights is due. */
export const remindersOfReview: Job = {
  name: 'remind-of-rights-review',
  cron: '30 8 * * 1',
  run: ({ db, clock, config }) => inTransaction(db, clock.now(), (tx) => remindOfReview(tx, CLOCK, config)),
}

/** Longer than an act of two waits. */
const DAYS_OF_A_FILE = 30

/** Every night: files of accounts that nobody agreed to, with the people that they name. */
export const forgettingOfAccountFiles: Job = {
  name: 'forget-account-files',
  cron: '50 4 * * *',
  run: ({ db, clock }) =>
    deleteInSlices(db, 'account_files', sql`opened is null and at < ${clock.now()}::timestamptz - ${DAYS_OF_A_FILE} * interval '1 day'`),
}
