import { inTransaction } from '../../platform/database/index.ts'
import type { Job } from '../../platform/jobs.ts'
import { forgetIdentityDocuments } from './forget-identity-documents.ts'

/** Every night: identity documents whose days are over. */
export const forgettingOfIdentityDocuments: Job = {
  name: 'forget-identity-documents',
  cron: '15 3 * * *',
  async run({ db, clock }) {
    while ((await inTransaction(db, clock.now(), (tx) => forgetIdentityDocuments(tx, { kind: 'clock' }))) > 0);
  },
}
