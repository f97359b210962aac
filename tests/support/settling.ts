import { sql } from 'kysely'
import { settlePartners } from '../../src/features/money/settlements/settle.ts'
import type { Tx } from '../../src/platform/database/index.ts'
import type { Agent } from '../../src/spaces/actors.ts'

const LINES_AT_MOST = 1_000_000

/** Adds to the sums all that this transaction sees of the journal; the clock waits for those that it does not. */
export const summed = (tx: Tx): Promise<unknown> => sql`select sum_lines((select id from last_line), ${LINES_AT_MOST}) as last`.execute(tx)

/** Settles all that is due, in the one transaction of a test. @returns the settlement's id */
export async function settleAll(tx: Tx, agent: Agent): Promise<number> {
  await summed(tx)
  return settlePartners(tx, agent)
}
