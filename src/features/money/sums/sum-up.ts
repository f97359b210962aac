import { sql } from 'kysely'
import type { Db } from '../../../platform/database/index.ts'
import { wholeUpTo } from '../seals/index.ts'

/** Lines in one statement: a fraction of a second. */
const LINES_AT_ONCE = 20_000

/**
 * Adds to the sums the lines that were posted until now, some at a time. Nobody who posts waits for it. Where a posting lasts too long, the sums
 * stay as they are: what is read is right all the same.
 */
export async function sumUp(db: Db, atOnce = LINES_AT_ONCE): Promise<void> {
  const upTo = await wholeUpTo(db, 'money')
  if (upTo === null) return
  const round = async () => {
    const { rows } = await sql<{ last: number }>`select sum_lines(${upTo}, ${atOnce}) as last`.execute(db)
    return rows[0]?.last ?? upTo
  }
  while ((await round()) < upTo);
}
