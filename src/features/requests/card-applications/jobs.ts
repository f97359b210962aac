import { type Job, untilNothingIsLeft } from '../../../platform/jobs.ts'
import { forgetIdentityDocuments } from './forget-identity-documents.ts'

/** Every night: identity documents whose days are over. */
export const forgettingOfIdentityDocuments: Job = {
  name: 'forget-identity-documents',
  cron: '15 3 * * *',
  run: (site, atOnce = 200) => untilNothingIsLeft(site, atOnce, (tx, slice) => forgetIdentityDocuments(tx, { kind: 'clock' }, slice)),
}
