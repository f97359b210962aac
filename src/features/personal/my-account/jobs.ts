import { type Job, untilNothingIsLeft } from '../../../platform/jobs.ts'
import { finishEmailChanges } from './finish-email-change.ts'

/** Every ten minutes: the addresses that the helpline asked for, once nobody stopped them in their hours. */
export const finishingOfEmailChanges: Job = {
  name: 'finish-email-changes',
  cron: '*/10 * * * *',
  run: (site, atOnce = 50) =>
    untilNothingIsLeft(site, atOnce, (tx, slice) => finishEmailChanges(tx, { kind: 'clock' }, site.config, slice)),
}
