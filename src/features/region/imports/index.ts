export { bankAccountsFile, partnersFile, schoolsFile } from './decide.ts'
export { workOnImports } from './work.ts'
