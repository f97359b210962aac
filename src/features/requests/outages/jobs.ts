import { inTransaction } from '../../../platform/database/index.ts'
import { type Job, oneSlice } from '../../../platform/jobs.ts'
import { tellOwners, tellSchools } from './tell.ts'

const CLOCK = { kind: 'clock' } as const

/** So few at a time that a password asked for meanwhile does not wait behind 250,000 messages. */
const TOLD_AT_ONCE = 2_000

/** Every five minutes of the day: schools at once, those who wait there some at a time, until all are told. */
export const messagesOfOutages: Job = {
  name: 'tell-of-outages',
  cron: '*/5 8-20 * * *',
  async run(site, atOnce = TOLD_AT_ONCE) {
    const { db, clock, config } = site
    await inTransaction(db, clock.now(), (tx) => tellSchools(tx, CLOCK, config))
    await oneSlice(site, atOnce, (tx, slice) => tellOwners(tx, CLOCK, slice))
  },
}
