export { settlementRelease } from './release.ts'
