/** What the rest of the house may use of requests for the aid. */

export {
  type Band,
  bandsInWords,
  CHECK,
  correctionOf,
  DOCUMENTS,
  DOCUMENTS_AND_BANK,
  DOUBTS,
  type DocumentKind,
  type Doubt,
  type Draft,
  documentsAsked,
  firstOpenStep,
  frenchKilometres,
  givenAlready,
  hrefOf,
  INFORMATION,
  isEditable,
  isLodgingEligible,
  LODGING,
  LODGING_KINDS,
  LODGING_SITUATIONS,
  type Lodging,
  type LodgingKind,
  type LodgingSituation,
  lodgingInWords,
  MEALS,
  mayOpen,
  nextCheck,
  type Parameters,
  STEPS,
  type State,
  type Step,
  stateInWords,
  stepAfter,
  stepBefore,
  TRANSPORT,
  totalCents,
  transportCents,
  wholeEuros,
  whyNotOpen,
} from './aid.ts'
export { bankForm } from './bank.ts'
export { beginRequest, isToMeasure, type Transport } from './begin.ts'
export { awaitingDecision, writeDecision, writeDistance } from './decide.ts'
export { documentPolicy } from './document-policy.ts'
export { type AidEvent, eventInWords, eventToItsOwner } from './events.ts'
export { forgetAid } from './forget.ts'
export { payeesOf } from './payees.ts'
export { putInPayment } from './put-in-payment.ts'
export {
  type Apprenticeship,
  draftOf,
  type Filling,
  fillingOf,
  fillingToChange,
  historyOf,
  paidBefore,
  type Request,
  requestOf,
  rulesOfToday,
  type Standing,
  standingOf,
} from './queries.ts'
export { fileOf, ibanMissing, keepDocument, saveBankDetails, saveContest, saveLodging } from './save-answers.ts'
export { markBack, markPaid, markRejected, takeOutOfPayment } from './settle-payment.ts'
export { amountsToSend, submitRequest } from './submit.ts'
