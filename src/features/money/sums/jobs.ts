import type { Job } from '../../../platform/jobs.ts'
import { sumUp } from './sum-up.ts'

/** Twice a minute: what is read adds the lines of no more than that by itself. */
export const summingOfLines: Job = {
  name: 'sum-lines',
  cron: '15,45 * * * * *',
  run: ({ db }, atOnce) => sumUp(db, atOnce),
}
