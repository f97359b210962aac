export { sumUp } from './sum-up.ts'
