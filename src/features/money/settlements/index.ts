export { payByTransfers, sayLinesPaid, sayLinesUnpaid } from './by-transfers.ts'
export { paidInWords, paymentItems, transferInWords } from './paid-in-words.ts'
export { paymentOfLine } from './queries.ts'
export { settlementRelease } from './release.ts'
