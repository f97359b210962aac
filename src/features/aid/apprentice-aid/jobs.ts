import { checkingOfQuarantine } from '../../../platform/files.ts'
import { type Job, untilNothingIsLeft } from '../../../platform/jobs.ts'
import { documentPolicy } from './document-policy.ts'
import { forgetEndedAids, forgetUnsentAids } from './forget.ts'
import { tellOfVirus } from './tell-of-virus.ts'

/** Whose document it was is told. */
export const checkingOfAidDocuments = checkingOfQuarantine(documentPolicy, tellOfVirus)

/** Every night: the documents and bank accounts of aids that ended long ago. */
export const forgettingOfEndedAids: Job = {
  name: 'forget-ended-aids',
  cron: '30 4 * * *',
  run: (site, atOnce = 100) => untilNothingIsLeft(site, atOnce, (tx, slice) => forgetEndedAids(tx, { kind: 'clock' }, slice)),
}

/** Every night: the documents and bank accounts of aids that were never sent. */
export const forgettingOfUnsentAids: Job = {
  name: 'forget-unsent-aids',
  cron: '40 4 * * *',
  run: (site, atOnce = 100) => untilNothingIsLeft(site, atOnce, (tx, slice) => forgetUnsentAids(tx, { kind: 'clock' }, slice)),
}
