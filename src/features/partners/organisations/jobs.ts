import { type Job, untilNothingIsLeft } from '../../../platform/jobs.ts'
import { tellOfNewcomers } from './tell-newcomers.ts'

/** Every minute: the shops of an organisation hear of those that have joined it. */
export const messagesOfNewcomers: Job = {
  name: 'tell-of-shops-that-joined',
  cron: '* * * * *',
  run: (site, atOnce = 100) => untilNothingIsLeft(site, atOnce, (tx, slice) => tellOfNewcomers(tx, { kind: 'clock' }, slice)),
}
