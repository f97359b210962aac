import { type RawBuilder, sql } from 'kysely'
import type { Db } from './index.ts'
import type { DB } from './schema.ts'

const ROWS_AT_ONCE = 5_000

/** Deletes the rows of a table that the condition names, some at a time: no statement is long and no lock is kept. */
export async function deleteInSlices(db: Db, table: keyof DB, condition: RawBuilder<unknown>): Promise<void> {
  const rows = sql.table(table)
  for (;;) {
    const { numAffectedRows } = await sql`
      delete from ${rows} where ctid = any (array(select ctid from ${rows} where ${condition} limit ${ROWS_AT_ONCE}))`.execute(db)
    if ((numAffectedRows ?? 0n) < ROWS_AT_ONCE) return
  }
}
