export { batchRelease } from './release.ts'
