export { acts } from './acts.ts'
