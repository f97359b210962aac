export { factInWords, readingsAmong } from './journal.ts'
