export { readBounces } from './read-bounces.ts'
