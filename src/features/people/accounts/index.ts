/** What the rest of the house may use of accounts: how somebody proves who they are. */

export { mailsTo, ofBeneficiary, sharedLimits, TEMPORARY_PASSWORD_HOURS } from './account.ts'
export { closeSignIn, mustKnowPassword } from './close-sign-in.ts'
export { forgetBrowser, isKnownBrowser } from './known-browser.ts'
export { openSessionIn } from './open-session.ts'
export { forgottenPasswordPages, newPasswordPage } from './pages/password-pages.tsx'
export { mustNotBePersonal } from './password.ts'
export { isActive, latestFileNumber } from './queries.ts'
export { makeResetLink, makeTemporaryPassword } from './secrets.ts'
export { sendResetLink } from './send-reset-link.ts'
export { endSecrets } from './set-password.ts'
export { type Origin, rightHash } from './sign-in.ts'
