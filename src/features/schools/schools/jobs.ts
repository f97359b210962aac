import { inTransaction } from '../../../platform/database/index.ts'
import type { Job } from '../../../platform/jobs.ts'
import { closeOnTheirDay } from './close-on-their-day.ts'

/** Every night: schools whose last day is past. */
export const closingOfSchools: Job = {
  name: 'close-schools-on-their-day',
  cron: '12 0 * * *',
  run: ({ db, clock }) => inTransaction(db, clock.now(), (tx) => closeOnTheirDay(tx, { kind: 'clock' })),
}
