export { factInWords } from './facts.ts'
