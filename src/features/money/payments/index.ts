/** The door of the room: how a beneficiary chooses what to spend from the extranet, and how a till takes what is shown. */
export { checkingPage, choosingPage, type WayToSpend } from './pages/spending-page.tsx'
export { NextCustomer } from './pages/till.tsx'
export {
  confirmationForm,
  givesBack,
  kindLabel,
  lateRefundAtTill,
  lateRefundToItsOwner,
  mayCancel,
  mayRefund,
  type PartnerKind,
  type PartnerTransaction,
  personAtTill,
  takingOf,
} from './payment.ts'
export { linesOfPartners, takenOf } from './queries.ts'
export { asScanned } from './scanned.ts'
export { type ConfirmedSpending, choiceOf, movementOf } from './spending.ts'
