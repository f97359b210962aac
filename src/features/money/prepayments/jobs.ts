import { type Job, untilNothingIsLeft } from '../../../platform/jobs.ts'
import { expirePrepayments } from './expire.ts'

/** Every morning: whoever is told by SMS is not woken. None could be redeemed since midnight, whether this has run or not. */
export const expiryOfPrepayments: Job = {
  name: 'expire-prepayments',
  cron: '30 8 * * *',
  run: (site, atOnce = 200) => untilNothingIsLeft(site, atOnce, (tx, slice) => expirePrepayments(tx, { kind: 'clock' }, slice)),
}
