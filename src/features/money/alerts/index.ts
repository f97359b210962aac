/** The door of the room: who else hears of a payment. */

export { tellGuardians } from './tell-guardians.ts'
