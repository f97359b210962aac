import { type Job, oneSlice, untilNothingIsLeft } from '../../../platform/jobs.ts'
import { moveDeadlines } from './move.ts'
import { tellOfMoves } from './tell.ts'

/** So few that a till which pays from one of them hardly waits. */
const MOVED_AT_ONCE = 5_000

/** Every minute: what was agreed is done. */
export const movingOfDeadlines: Job = {
  name: 'move-deadlines',
  cron: '* * * * *',
  run: (site, atOnce = MOVED_AT_ONCE) => untilNothingIsLeft(site, atOnce, (tx, slice) => moveDeadlines(tx, { kind: 'clock' }, slice)),
}

/** So few at a time that a password asked for meanwhile does not wait behind 250,000 messages. */
const TOLD_AT_ONCE = 2_000

/** Every five minutes of the day, some at a time, until all are told. */
export const messagesOfMovedDeadlines: Job = {
  name: 'tell-of-moved-deadlines',
  cron: '*/5 8-20 * * *',
  run: (site, atOnce = TOLD_AT_ONCE) => oneSlice(site, atOnce, (tx, slice) => tellOfMoves(tx, { kind: 'clock' }, slice)),
}
