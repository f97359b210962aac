/** The door of the room. */
export { AssentsAsked } from './assents-asked.tsx'
export { forgetAssents } from './forget.ts'
export { type AskedOfOwner, assentsAskedOf } from './queries.ts'
