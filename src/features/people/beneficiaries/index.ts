/** The door of the room: who somebody is, and how they are reached. */

export { addBeneficiary, samePerson } from './add.ts'
export { blockSignIn, unblockSignIn } from './block-sign-in.ts'
export { contactToChange, setContactDetails } from './contact.ts'
export { correctIdentity } from './correct-identity.ts'
export { eraseBeneficiary } from './erase.ts'
export { mustBeABirthDate } from './identity.ts'
export { ACCOUNT_NEVER_USED_DAYS } from './retention.ts'
export { unusedAccounts } from './unused-accounts.ts'
