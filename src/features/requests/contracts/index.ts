/** The door of the room. */

export { forgetContractChanges } from './forget.ts'
