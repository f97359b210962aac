export { factInWords, READINGS } from './facts.ts'
