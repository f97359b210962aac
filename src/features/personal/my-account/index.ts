/** The door of the room: what an agent does to the account of whoever calls, and what ends with it. */

export { changeAddress } from './change-address.ts'
export { abandonEmailChange, askEmailChangeFor } from './change-email.ts'
export { changePhones } from './change-phones.ts'
export { makeEmailLink } from './email-link.ts'
