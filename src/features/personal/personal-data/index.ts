/** The door of the room. */

export { archiveOf } from './archive.ts'
export { closeAccount } from './close.ts'
export { codeInWords } from './data.ts'
