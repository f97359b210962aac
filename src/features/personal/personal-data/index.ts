/** The door of the room. */

export { codeInWords } from './data.ts'
