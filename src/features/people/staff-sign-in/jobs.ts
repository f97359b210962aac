import { type Job, untilNothingIsLeft } from '../../../platform/jobs.ts'
import { resetWhatWaited } from './reset-second-factor.ts'

/** Every ten minutes: the second factors that were said to be lost a day ago. */
export const resettingOfSecondFactors: Job = {
  name: 'reset-second-factors',
  cron: '*/10 * * * *',
  run: (site, atOnce = 50) => untilNothingIsLeft(site, atOnce, (tx, slice) => resetWhatWaited(tx, { kind: 'clock' }, slice)),
}
