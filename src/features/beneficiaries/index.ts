export { addBeneficiary, samePerson } from './add.ts'
export { correctEmail, setContactDetails } from './contact.ts'
export { makeEmailLink } from './email-link.ts'
