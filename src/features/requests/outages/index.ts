/** The door of the room: the Region decides in the place of schools. */

export { givingBack } from './give-back.ts'
export { mustDecideItself } from './hold.ts'
export { isTakenOver, schoolsTakenOver } from './queries.ts'
export { takingOver } from './take-over.ts'
