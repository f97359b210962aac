import type { Job } from '../../../platform/jobs.ts'
import { forgetMarks } from './fingerprint.ts'

/** Every night: what recognised somebody who closed their account, once nothing is left that they could be given twice. */
export const forgettingOfMarks: Job = {
  name: 'forget-marks-of-closed-accounts',
  cron: '50 3 * * *',
  run: ({ db, clock }) => forgetMarks(db, clock.now()),
}
