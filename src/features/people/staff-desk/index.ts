export { partnerAccountFile, schoolAccountFile } from './two-people.ts'
