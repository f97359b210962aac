/** The door of the room: what a till counts. */
export { foundOrCounted } from './wrong-numbers.ts'
