/** The door of the room: the text that partners accept, and what proves that they did. */
export { agreementText } from './agreement-text.ts'
export { keepAgreement } from './keep.ts'
export { AgreementText } from './pages/text.tsx'
export { proofInWords, proofPdf } from './proof.ts'
export { proofOf, textInForce } from './queries.ts'
