/** The door of the room: what a till counts, and how it stands. */
export { foundOrCounted, ofPartner, ofUser, outOf, wrongNumbersOf } from './wrong-numbers.ts'
