import { sql } from 'kysely'
import { deleteInSlices } from '../../../platform/database/slices.ts'
import type { Job } from '../../../platform/jobs.ts'

/** Every hour: the numbers that nobody proved in time. */
export const forgettingOfOfferedPhones: Job = {
  name: 'forget-offered-phones',
  cron: '11 * * * *',
  run: ({ db, clock }) => deleteInSlices(db, 'offered_phones', sql`expires_at <= ${clock.now()}`),
}
