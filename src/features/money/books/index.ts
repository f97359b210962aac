/** The door of the room: a statement to print, and the lines of several shops to take away. */
export { periodAsked } from './books.ts'
export { TakeAwayLinks } from './pages/take-away-links.tsx'
export { statementPaper } from './paper.ts'
export { fileOf, mustBeTakeable } from './take-away.ts'
