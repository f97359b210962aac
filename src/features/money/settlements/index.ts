export { payByTransfers, sayLinesPaid, sayLinesUnpaid } from './by-transfers.ts'
export { settlementRelease } from './release.ts'
