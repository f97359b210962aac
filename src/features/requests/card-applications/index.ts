/** What the rest of the house may use of requests for the card. */

export {
  type Apprenticeship,
  awaitsDecision,
  benefitRule,
  CONTACT,
  changesPhones,
  contractProblem,
  diplomaForm,
  firstOpenStep,
  hrefOf,
  IDENTITY_DAYS,
  IDENTITY_DOCUMENT,
  isDecided,
  isDiplomaAsked,
  isMovable,
  isTimely,
  isTooLate,
  type LastYear,
  mayHandOver,
  mayOpen,
  mayRenew,
  PHOTO,
  SCHOOLING,
  type SchoolElsewhere,
  type Schooling,
  SITUATION,
  type Situation,
  STEP_COUNT,
  type State,
  type Step,
  SUMMARY,
  situationOf,
  stages,
  stepAfter,
  stepBefore,
} from './application.ts'
export { contactInDraft, keepContact } from './contact.ts'
export { decide } from './decide.ts'
export { type ApplicationEvent, eventInWords } from './events.ts'
export { forgetApplicant } from './forget.ts'
export { handToRegion } from './hand-to-region.ts'
export { handOver, moveToSchool } from './move.ts'
export { giveAsForOtherDiploma } from './other-diploma.ts'
export {
  type Application,
  applicationToMove,
  applicationWithDocument,
  contactOf,
  courseNames,
  draftOf,
  historyOf,
  noticesOf,
  progressOf,
  wasGivenBefore,
} from './queries.ts'
export { registerApplication } from './register.ts'
export { renewApplication } from './renew.ts'
export { UNSENT_IDENTITY_DAYS } from './retention.ts'
export {
  saveAddress,
  saveAnswers,
  saveApprenticeship,
  saveIdentityDocument,
  saveOtherDiploma,
  savePhoto,
  saveSchooling,
  stepClosed,
} from './save-answers.ts'
export { seePhotos } from './see-photos.ts'
export { mustBePossible, mustBeTaught, submitApplication } from './submit.ts'
export { withdrawDecisions } from './withdraw.ts'
export {
  apprenticeQuestion,
  apprenticeReason,
  CFA_QUESTION,
  DIPLOMA_QUESTION,
  elsewhereLabel,
  generalSecondaryQuestion,
  REGION,
  requestOf,
  SITUATIONS,
} from './words.ts'
