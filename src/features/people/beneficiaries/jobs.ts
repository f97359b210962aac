import { inSteps, type Job } from '../../../platform/jobs.ts'
import { forgetMarks, markTheUnmarked } from './fingerprint.ts'

/** Every night: what recognised somebody who closed their account, once nothing is left that they could be given twice. */
export const forgettingOfMarks: Job = {
  name: 'forget-marks-of-closed-accounts',
  cron: '50 3 * * *',
  run: ({ db, clock, ibanKey }) =>
    inSteps(
      () => markTheUnmarked(db, ibanKey),
      () => forgetMarks(db, clock.now()),
    ),
}
