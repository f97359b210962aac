/** The door of the room: a statement to print, and the lines of several shops to take away. */
export { LINES_IN_A_FILE, LINES_ON_PAPER, periodAsked } from './books.ts'
export { statementPaper } from './paper.ts'
export { fileOf, mustBeTakeable } from './take-away.ts'
