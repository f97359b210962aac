export { deadlineMove } from './two-people.ts'
