/** The door of the room: to which account each partner is paid. */
export { accountFields, type NewAccount, withBicAbroad } from './account.ts'
export { accountChange } from './agree.ts'
export { accountsImporter } from './import.ts'
export { ibanInClear } from './open-iban.ts'
export { AccountFields } from './pages/account-parts.tsx'
export { accountsPaid, hoursBeforeATransfer } from './queries.ts'
export { stopAccount } from './stop.ts'
export { takeOnAccount } from './take-on.ts'
