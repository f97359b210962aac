/** The door of the room: the text that partners accept, how, and what proves that they did. */
export { agreementText } from './agreement-text.ts'
export { keepAgreement } from './keep.ts'
export { Signing } from './pages/signing-parts.tsx'
export { proofInWords, proofPdf } from './proof.ts'
export { proofOf, textInForce } from './queries.ts'
export { CODE_MINUTES, codesFor, hashOfCode, mustBeTheCode, newCode, otherCode, signingForm } from './signing.ts'
