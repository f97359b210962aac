/** What the rest of the house may use of staff. */
export { makeFirstLink, makeStaffLink, makeStaffResetLink } from './link.ts'
export { openAccount } from './open-account.ts'
export { newSecret } from './second-factor.ts'
export { agentAccount, rolesChange, schoolAccount, secondFactorReset } from './two-people.ts'
