import type { KeyObject } from 'node:crypto'
import { sql } from 'kysely'
import type { Tx } from '../../../platform/database/index.ts'
import type { ByTheClock } from '../../../spaces/actors.ts'
import { asSealed } from './seal-lines.ts'
import { hashOf, JOURNALS, type JournalName } from './seals.ts'

/** Keeps the hashes of lines that retention is about to delete, in the same transaction: their seals still hold. */
export async function keepHashes(
  tx: Tx,
  _clock: ByTheClock,
  { journal, ids, key }: { journal: JournalName; ids: number[]; key: KeyObject },
): Promise<void> {
  await asSealed(tx)
  const { rows } = await sql<{ id: number; content: string }>`
    select id, content from ${sql.table(JOURNALS[journal].rows)} where id = any (${ids}::bigint[])
  `.execute(tx)
  const hashes = rows.map(({ content }) => hashOf(key, journal, content))
  await sql`select keep_hashes(${journal}, ${rows.map(({ id }) => id)}::bigint[], ${hashes}::bytea[])`.execute(tx)
}
