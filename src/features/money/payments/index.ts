/** The door of the room: how a beneficiary chooses what to spend from the extranet, and how a till takes what is shown. */

export { checkingPage, choosingPage, type WayToSpend } from './pages/spending-page.tsx'
export { NextCustomer } from './pages/till.tsx'
export { payAtTill } from './pay-at-till.ts'
export {
  type Assent,
  assentInWords,
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
  type TillPayment,
  takingOf,
  tillPaymentForm,
} from './payment.ts'
export { checkoutOf, linesOfPartners, takenOf, typedCheckoutOf } from './queries.ts'
export { asScanned } from './scanned.ts'
export { type ConfirmedSpending, choiceOf, movementOf } from './spending.ts'
