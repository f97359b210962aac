/** What the rest of the house may use of staff. */
export { makeStaffLink } from './link.ts'
export { newSecret } from './second-factor.ts'
