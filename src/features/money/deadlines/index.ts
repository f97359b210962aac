export { DEPARTMENTS, type Department } from './deadline.ts'
export { deadlineMove } from './two-people.ts'
