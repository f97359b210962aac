import { sql } from 'kysely'
import { deleteInSlices } from '../../../platform/database/slices.ts'
import type { Job } from '../../../platform/jobs.ts'
import { keptSince } from '../../../platform/retention.ts'
import { REGISTER_DAYS } from './data-request.ts'

/** Every night: lines of the register that were answered years ago. */
export const forgettingOfDataRequests: Job = {
  name: 'forget-data-requests',
  cron: '50 3 * * *',
  run: ({ db, clock }) => deleteInSlices(db, 'data_requests', sql`ended_at < ${keptSince(clock.now(), REGISTER_DAYS)}`),
}
