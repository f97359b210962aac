/** The door of the room: what the State's directory of companies says of a shop. */
export { type Answer, concernsOf, type Listed, lookedUp } from './directory.ts'
