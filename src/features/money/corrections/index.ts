export { adjustment } from './adjust.ts'
export { fraudCancellation } from './cancel-for-fraud.ts'
