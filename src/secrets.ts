import { makeJoiningCode, makeJoiningLink } from './features/partners/joining/index.ts'
import { makeAgreementCode } from './features/partners/renewals/index.ts'
import { makeResetLink, makeTemporaryPassword } from './features/people/accounts/index.ts'
import { makeFirstLink, makeStaffLink, makeStaffResetLink } from './features/people/staff/index.ts'
import { makePhoneCode } from './features/people/staff-security/index.ts'
import { makeSignInCode } from './features/people/staff-sign-in/index.ts'
import { makeGuardianLink } from './features/personal/guardians/index.ts'
import { makeEmailLink, makeEmailStopLink } from './features/personal/my-account/index.ts'
import type { MakeSecret } from './platform/messages/send.ts'

/** The secrets that mails carry, made when they leave: the database keeps their hashes only. */
export const makeSecret: MakeSecret = {
  'temporary-password': makeTemporaryPassword,
  'reset-link': makeResetLink,
  'email-link': makeEmailLink,
  'email-stop-link': makeEmailStopLink,
  'staff-link': makeStaffLink,
  'staff-reset-link': makeStaffResetLink,
  'staff-first-link': makeFirstLink,
  'joining-code': makeJoiningCode,
  'joining-link': makeJoiningLink,
  'agreement-code': makeAgreementCode,
  'guardian-link': makeGuardianLink,
  'sign-in-code': makeSignInCode,
  'phone-code': makePhoneCode,
}
