/** The door of the room: what an agent changes in the account of whoever calls, and what ends with it. */

export { abandonEmailChange, askEmailChangeFor } from './change-email.ts'
export { makeEmailLink } from './email-link.ts'
export { keepAddress, keepPhones } from './save-account.ts'
