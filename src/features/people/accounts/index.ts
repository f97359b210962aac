/** What the rest of the house may use of accounts. */

export { mailsTo, newPasswordForm, resetTries, sharedLimits } from './account.ts'
export { closeSignIn, mustKnowPassword } from './close-sign-in.ts'
export { NewPasswordFields } from './pages/new-password-fields.tsx'
export { mustNotBePersonal } from './password.ts'
export { makeSecret } from './secrets.ts'
export { sendResetLink } from './send-reset-link.ts'
export { endResetLinks } from './set-password.ts'
export { rightHash } from './sign-in.ts'
