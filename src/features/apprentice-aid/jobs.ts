import { inTransaction } from '../../platform/database/index.ts'
import type { Job } from '../../platform/jobs.ts'
import { forgetEndedAids, forgetUnsentAids } from './forget.ts'

/** Every night: the documents and bank accounts of aids that ended long ago. */
export const forgettingOfEndedAids: Job = {
  name: 'forget-ended-aids',
  cron: '30 4 * * *',
  async run({ db, clock }) {
    while ((await inTransaction(db, clock.now(), (tx) => forgetEndedAids(tx, { kind: 'clock' }))) > 0);
  },
}

/** Every night: the documents and bank accounts of aids that were never sent. */
export const forgettingOfUnsentAids: Job = {
  name: 'forget-unsent-aids',
  cron: '40 4 * * *',
  async run({ db, clock }) {
    while ((await inTransaction(db, clock.now(), (tx) => forgetUnsentAids(tx, { kind: 'clock' }))) > 0);
  },
}
