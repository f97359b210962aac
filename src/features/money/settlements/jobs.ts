import { type Job, untilNothingIsLeft } from '../../../platform/jobs.ts'
import { tellShopsOfStatements } from './tell-statements.ts'

/** Every minute: a shop hears of its statement, then of its transfer. */
export const messagesOfStatements: Job = {
  name: 'tell-of-statements',
  cron: '* * * * *',
  run: (site, atOnce = 100) => untilNothingIsLeft(site, atOnce, (tx, slice) => tellShopsOfStatements(tx, { kind: 'clock' }, slice)),
}
