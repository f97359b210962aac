export { keepHashes } from './keep-hashes.ts'
