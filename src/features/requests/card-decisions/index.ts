export { acceptanceElsewhere } from './elsewhere.ts'
