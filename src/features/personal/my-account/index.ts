/** The door of the room: what an agent changes in the account of whoever calls, and what ends with it. */

export { EMAIL_CHANGE_HOURS } from './account.ts'
export { abandonEmailChange, askEmailChangeFor } from './change-email.ts'
export { makeEmailLink, makeEmailStopLink } from './email-link.ts'
export { keepAddress, keepPhones } from './save-account.ts'
export { emailChangeByTwo } from './second-agent.ts'
