/** The door of the room. */
export { AssentsAsked } from './assents-asked.tsx'
export { forgetAssents } from './forget.ts'
export { assentsAskedOf } from './queries.ts'
