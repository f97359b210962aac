import { sql } from 'kysely'
import { deleteInSlices } from '../../../platform/database/slices.ts'
import type { Job } from '../../../platform/jobs.ts'

/** Checkouts that are past their time, every hour: they say who was where. */
export const forgettingOfCheckouts: Job = {
  name: 'forget-checkouts',
  cron: '5 * * * *',
  run: ({ db, clock }) => deleteInSlices(db, 'checkouts', sql`expires_at < ${clock.now()}`),
}
