/** What the rest of the house may use of staff. */

export { makeSignInCode } from './begin-sign-in.ts'
export { chooseStaffPassword, proveStaffLink } from './choose-password.ts'
export { eraseGuardianAccounts, guardianAccount, openGuardianAccount } from './guardian-account.ts'
export { makeFirstLink, makeStaffLink, makeStaffResetLink } from './link.ts'
export { type AgentAtSchool, type Chief, closeAccounts, isAt, mustStillRule, sendStaffLink } from './manage.ts'
export { staffInvited } from './messages.ts'
export { openAccount, openAccounts } from './open-account.ts'
export { forgottenByEmail } from './pages/forgotten-password.tsx'
export { emailSignInPage } from './pages/sign-in.tsx'
export { invitationDays, type Protection, protectionOf, staffByLink, staffMemberById, workplacesOf } from './queries.ts'
export { askForLaterReset, withdrawReset } from './reset-second-factor.ts'
export { newSecret } from './second-factor.ts'
export { provePassword } from './secure.ts'
export {
  deadGuardianPasswordLink,
  JOB_TITLE_AT_MOST,
  kindsManagedBy,
  NAME_AT_MOST,
  RESET_HOURS,
  type StaffKind,
} from './staff.ts'
export { agentAccount, agentReopening, rolesChange, schoolAccount, schoolReopening, secondFactorReset } from './two-people.ts'
export { changePowers, closeShops, closeWorkplace, reopenWorkplace } from './workplaces.ts'
