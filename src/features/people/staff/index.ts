/** What the rest of the house may use of staff. */

export { chooseStaffPassword, proveStaffLink } from './choose-password.ts'
export { eraseGuardianAccounts, guardianAccount, openGuardianAccount } from './guardian-account.ts'
export { makeFirstLink, makeStaffLink, makeStaffResetLink } from './link.ts'
export {
  type AgentAtSchool,
  type Chief,
  changeRoles,
  closeAccounts,
  closeStaff,
  holdChiefs,
  isAt,
  isOpen,
  mustRule,
  mustStillRule,
  mustWorkAt,
  mustWorkNowhereElse,
  reopenStaff,
  sendStaffLink,
  type Workplace,
} from './manage.ts'
export { rolesAsked, staffInvited } from './messages.ts'
export { emailIsTaken, type OtherShop, openAccount, openAccounts, placeOf } from './open-account.ts'
export { forgottenByEmail } from './pages/forgotten-password.tsx'
export {
  endPending,
  endSignIns,
  holdMember,
  keepMailedCode,
  openPending,
  PENDING_MINUTES,
  type Pending,
  pendingOf,
  usePending,
} from './pending.ts'
export { provePassword, proveStaff } from './prove.ts'
export { invitationDays, mustProve, staffByLink, type WorkplaceRow, workplacesOf } from './queries.ts'
export {
  deadGuardianPasswordLink,
  type Invitation,
  JOB_TITLE_AT_MOST,
  kindOf,
  kindsManagedBy,
  NAME_AT_MOST,
  ofStaff,
  rolesThatManage,
  STAFF_KINDS,
  type StaffKind,
} from './staff.ts'
export { tellOfChange, tellWhoAnswers } from './tell.ts'
export {
  accountOf,
  changePowers,
  closeShops,
  closeWorkplace,
  leaveWorkplace,
  mustNotWorkAt,
  reopenWorkplace,
  rolesAtSchool,
} from './workplaces.ts'
