import { type RawBuilder, sql } from 'kysely'
import type { Db } from './index.ts'
import type { DB } from './schema.ts'

const ROWS_AT_ONCE = 5_000

/** Some of the rows that an act of the clock is there for: so many at a time, and none of those that could not be done. */
export class Slice {
  readonly atMost: number
  readonly #without: readonly number[]
  /** Which they are, once the act has said it. */
  taken: number[] = []

  constructor(atMost: number, without: readonly number[] = []) {
    this.atMost = atMost
    this.#without = without
  }

  /** Whether the row of that id was not given up before: for the query that looks for the next ones. */
  mayTake(id: string): RawBuilder<boolean> {
    return sql<boolean>`${sql.ref(id)} <> all (${this.#without}::bigint[])`
  }

  /** The act says which rows it is about, before anything is done to them. */
  of<Row extends { id: number }>(rows: Row[]): Row[] {
    this.taken = rows.map(({ id }) => id)
    return rows
  }

  /** Whether some were given up before. */
  get isWithoutSome(): boolean {
    return this.#without.length > 0
  }
}

/**
 * Deletes the rows of a table that the condition names, some at a time: no statement is long and no lock is kept. Those that somebody holds
 * are left for the next time.
 */
export async function deleteInSlices(db: Db, table: keyof DB, condition: RawBuilder<unknown>): Promise<void> {
  const rows = sql.table(table)
  for (;;) {
    const { numAffectedRows } = await sql`
      delete from ${rows} where ctid = any (array(select ctid from ${rows} where ${condition} limit ${ROWS_AT_ONCE} for update skip locked))`.execute(
      db,
    )
    if ((numAffectedRows ?? 0n) < ROWS_AT_ONCE) return
  }
}
