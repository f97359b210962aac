/** What the rest of the house may use of staff. */

export { type AgentAtSchool, changeSchoolRoles, closeAtSchool, reopenAtSchool } from './at-schools.ts'
export { changeShopRoles } from './change-shop-roles.ts'
export { makeFirstLink, makeStaffLink, makeStaffResetLink } from './link.ts'
export { closeAccounts, closeStaff, mustStillHead, mustStillManage, reopenStaff, sendStaffLink } from './manage.ts'
export { staffInvited } from './messages.ts'
export { openAccount, openAccounts } from './open-account.ts'
export { invitationDays, type Protection, protectionOf, schoolsOf, staffMemberById } from './queries.ts'
export { askForLaterReset, withdrawReset } from './reset-second-factor.ts'
export { newSecret } from './second-factor.ts'
export { provePassword } from './secure.ts'
export { JOB_TITLE_AT_MOST, kindsManagedBy, NAME_AT_MOST, RESET_HOURS, type StaffKind } from './staff.ts'
export { agentAccount, agentReopening, rolesChange, schoolAccount, schoolReopening, secondFactorReset } from './two-people.ts'
