import { sql } from 'kysely'
import { deleteInSlices } from '../../../platform/database/slices.ts'
import { type Job, untilNothingIsLeft } from '../../../platform/jobs.ts'
import { tellOwners } from './tell-owners.ts'

/** Checkouts that are past their time, every hour: they say who was where. */
export const forgettingOfCheckouts: Job = {
  name: 'forget-checkouts',
  cron: '5 * * * *',
  run: ({ db, clock }) => deleteInSlices(db, 'checkouts', sql`expires_at < ${clock.now()}`),
}

/** Every ten seconds: who paid at a till hears of it while they are still there. */
export const messagesOfPayments: Job = {
  name: 'tell-of-payments',
  cron: '*/10 * * * * *',
  run: (site, atOnce = 100) => untilNothingIsLeft(site, atOnce, (tx, slice) => tellOwners(tx, { kind: 'clock' }, slice)),
}
