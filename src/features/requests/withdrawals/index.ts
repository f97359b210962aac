export { validationWithdrawal } from './two-people.ts'
