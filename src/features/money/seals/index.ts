export { keepHashes } from './keep-hashes.ts'
export { wholeUpTo } from './seal-lines.ts'
