/** What the rest of the house may use of the security of an account. */

export { makePhoneCode } from './code-phone.ts'
