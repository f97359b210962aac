export { aidAcceptance } from './second-person.ts'
