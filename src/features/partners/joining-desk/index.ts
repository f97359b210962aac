/** The door of the room: who takes in the shops that ask to join. */
export { joiningOfPartner } from './countersign.ts'
