/** The door of the room: a statement to print. */
export { statementPaper } from './paper.ts'
