/** The door of the room. */

export { cancelPrepayment } from './cancel.ts'
export { cancelPendingOf } from './cancel-pending.ts'
export { lockPending } from './end.ts'
export { giveBackOf } from './expire.ts'
export { type State, stateInWords, whyTooLate } from './prepayment.ts'
export { prolongPrepayments } from './prolong.ts'
export { type ListedPrepayment, PREPAYMENTS_A_PAGE, prepaymentsPage } from './queries.ts'
