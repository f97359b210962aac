/** The door of the room: a new text of the agreement, accepted again. */
export { ToAccept } from './pages/to-accept.tsx'
export { textToAccept } from './queries.ts'
export { makeAgreementCode } from './sign.ts'
