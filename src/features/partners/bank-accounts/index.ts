/** The door of the room: to which account each partner is paid. */
export { accountChange } from './agree.ts'
export { accountsImporter } from './import.ts'
export { ibanInClear } from './open-iban.ts'
export { accountsPaid } from './queries.ts'
export { stopAccount } from './stop.ts'
