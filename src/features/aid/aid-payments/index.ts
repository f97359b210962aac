/** The door of the room: which aids a batch pays, and what became of them. */
export { giveBatch, holdBatch, sayAidsPaid, sayAidsRejected, sayAidsUnpaid, takeBatchBack } from './by-transfers.ts'
export { batchRelease } from './release.ts'
