/** The door of the room. */

export { type Batch, CARDS_A_BATCH_AT_MOST, nextOf, numbered } from './card.ts'
export { CardReturned } from './card-returned.tsx'
export { confirmAddressFor } from './confirm-address.ts'
export { createBatch } from './create-batch.ts'
export { dateBatch } from './date-batch.ts'
export { forgetHolder } from './forget.ts'
export { giveCards } from './give.ts'
export { issueQrCode } from './issue-qr-code.ts'
export { declareProblemFor } from './oppose.ts'
export { PhotoToRedo } from './photo-to-redo.tsx'
export { endsSessions, problemForm, REASONS, reasonForm, reasonOf } from './problem.ts'
export { ProblemChoice } from './problem-choice.tsx'
export { cardToDeclare } from './problem-queries.ts'
export {
  BATCH_ORDERS,
  BATCHES_A_PAGE,
  batchesOf,
  batchOf,
  cardByNumber,
  cardsOfBatch,
  lastBatchSize,
  liveCardOf,
  returnedCardOf,
} from './queries.ts'
export { recordReturns } from './record-returns.ts'
export { returnsForm } from './returns.ts'
export { setAside } from './set-aside.ts'
export { takeQrCode } from './take-qr-code.ts'
