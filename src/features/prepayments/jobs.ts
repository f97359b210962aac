import { inTransaction } from '../../platform/database/index.ts'
import type { Job } from '../../platform/jobs.ts'
import { expirePrepayments } from './expire.ts'

/** Every night, before wallets are closed. */
export const expiryOfPrepayments: Job = {
  name: 'expire-prepayments',
  cron: '30 0 * * *',
  async run({ db, clock }) {
    while ((await inTransaction(db, clock.now(), (tx) => expirePrepayments(tx, { kind: 'clock' }))) > 0);
  },
}
