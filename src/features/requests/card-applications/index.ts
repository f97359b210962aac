export {
  type Answers,
  firstOpenStep,
  hrefOf,
  IDENTITY_DOCUMENT,
  isDecided,
  isEditable,
  isMovable,
  mayRenew,
  situationOf,
  stages,
} from './application.ts'
export { contactInDraft, keepContact } from './contact.ts'
export { type ApplicationEvent, eventInWords } from './events.ts'
export { forgetApplicant } from './forget.ts'
export { moveToSchool } from './move.ts'
export { RenewalButton, RenewalWords } from './pages/renewal.tsx'
export { REGION } from './pages/schooling-words.ts'
export { applicationToMove, historyOf, progressOf, stagesOf } from './queries.ts'
export { registerApplication } from './register.ts'
