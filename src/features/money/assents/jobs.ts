import { sql } from 'kysely'
import { deleteInSlices } from '../../../platform/database/slices.ts'
import type { Job } from '../../../platform/jobs.ts'
import { keptSince } from '../../../platform/retention.ts'
import { ASSENT_DAYS } from './retention.ts'

/** What was asked of owners of cards, every hour: what is left of it is the line of the journal. */
export const forgettingOfAssents: Job = {
  name: 'forget-assents',
  cron: '25 * * * *',
  run: ({ db, clock }) => deleteInSlices(db, 'assents', sql`asked_at < ${keptSince(clock.now(), ASSENT_DAYS)}`),
}
