/** The door of the room: who somebody is, and how they are reached. */

export { addBeneficiary, addNamesake, type SamePerson, samePeople } from './add.ts'
export { type Alike, peopleAlike } from './alike.ts'
export { PeopleAlike } from './alike-panel.tsx'
export { blockSignIn, unblockSignIn } from './block-sign-in.ts'
export { contactToChange, setContactDetails } from './contact.ts'
export { correctIdentity } from './correct-identity.ts'
export { eraseBeneficiary } from './erase.ts'
export { identityForm, identityInWords, mustBeABirthDate, nameFields, printableFirstName, printableLastName } from './identity.ts'
export { LatinNames } from './latin-names.tsx'
export { latinNameLines, nameOnCard, nameOnCardLines, namesOnCard } from './name-on-card.ts'
export { ACCOUNT_NEVER_USED_DAYS } from './retention.ts'
export { unusedAccounts } from './unused-accounts.ts'
