export { alertsToLookAt } from './queries.ts'
export { thresholdChange } from './two-people.ts'
