export { listForSchool } from './list-for-school.ts'
