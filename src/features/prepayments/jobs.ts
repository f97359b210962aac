import { inTransaction } from '../../platform/database/index.ts'
import type { Job } from '../../platform/jobs.ts'
import { expirePrepayments } from './expire.ts'

/** Every morning: whoever is told by SMS is not woken. None could be redeemed since midnight, whether this has run or not. */
export const expiryOfPrepayments: Job = {
  name: 'expire-prepayments',
  cron: '30 8 * * *',
  async run({ db, clock }) {
    while ((await inTransaction(db, clock.now(), (tx) => expirePrepayments(tx, { kind: 'clock' }))) > 0);
  },
}
