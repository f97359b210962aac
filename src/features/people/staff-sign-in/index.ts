/** What the rest of the house may use of how staff sign in. */

export { offerPasskey, removePasskey } from './add-passkey.ts'
export { makeSignInCode } from './begin-sign-in.ts'
export { addCodePhone, enrol, forgetFactors, offerSecret, removeSecondFactor, replaceRecoveryCodes } from './enrol.ts'
export { resetAsked } from './messages.ts'
export { Enrolment, showCodes } from './pages/enrolment.tsx'
export { emailSignInPage } from './pages/sign-in.tsx'
export { PASSKEYS_AT_MOST } from './passkey.ts'
export { meansOf, type Protection, passkeysOf, protectionOf, protections, securityOf } from './queries.ts'
export { askForLaterReset, resetSecondFactor, withdrawReset } from './reset-second-factor.ts'
export {
  enrolmentForm,
  figures,
  hashesOfCode,
  hashOfCode,
  mustKeepOne,
  newSecret,
  OFFER_MINUTES,
  RECOVERY_CODES,
  RESET_HOURS,
  writtenCode,
  wrongCodes,
  wrongSentCode,
} from './second-factor.ts'
