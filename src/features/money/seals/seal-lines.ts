import type { KeyObject } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Db, Tx } from '../../../platform/database/index.ts'
import type { ByTheClock } from '../../../spaces/actors.ts'
import { lastSealed } from './queries.ts'
import { hashOf, JOURNALS, type JournalName, sealOf } from './seals.ts'

const LOOKS_AGAIN_MS = 50
const LOOKS_AT_MOST = 300

/**
 * Up to which number a journal is whole: no line before it is still being posted. A number is taken before its line can be seen, by a
 * transaction that holds the table until it ends: once all those of this moment have, nothing comes in between any more.
 * @returns null when one of them lasts too long: the next round sees to it
 */
export async function wholeUpTo(db: Db, journal: JournalName): Promise<number | null> {
  const { rows } = await sql<{ last: number }>`
    select coalesce(max(id), 0) as last from ${sql.table(JOURNALS[journal].rows)}`.execute(db)
  const last = rows[0]?.last ?? 0
  let posting = await postingNow(db, journal)
  for (let look = 0; posting.length > 0; look += 1) {
    if (look === LOOKS_AT_MOST) return null
    await setTimeout(LOOKS_AGAIN_MS)
    const now = await postingNow(db, journal)
    posting = posting.filter((one) => now.includes(one))
  }
  return last
}

/** The transactions that have posted a line, or are about to, and have not ended. */
async function postingNow(db: Db, journal: JournalName): Promise<string[]> {
  const { rows } = await sql<{ posting: string }>`
    select virtualtransaction as posting from pg_locks
    where relation = ${JOURNALS[journal].table}::regclass and mode = 'RowExclusiveLock'
      and database = (select oid from pg_database where datname = current_database())`.execute(db)
  return rows.map(({ posting }) => posting)
}

interface Sealing {
  journal: JournalName
  key: KeyObject
  /** The journal is whole up to there: see `wholeUpTo`. */
  upTo: number
}

/** Seals the lines that come after the last one sealed, in their order. @returns how many */
export async function sealLines(tx: Tx, _clock: ByTheClock, { journal, key, upTo }: Sealing, atMost: number): Promise<number> {
  await asSealed(tx)
  let head = await lastSealed(tx, journal)
  const { rows } = await sql<{ id: number; content: string }>`
    select id, content from ${sql.table(JOURNALS[journal].rows)} where id > ${head.row_id} and id <= ${upTo} order by id limit ${atMost}
  `.execute(tx)
  if (rows.length === 0) return 0
  const sealed = rows.map(({ id, content }) => {
    const after = head
    head = { row_id: id, seal: sealOf(key, journal, { row_id: id, hash: hashOf(key, journal, content) }, after) }
    return { row_id: id, after_id: after.row_id, seal: head.seal.toString('hex') }
  })
  await sql`
    insert into seals (journal, row_id, after_id, seal)
    select ${journal}, row_id, after_id, decode(seal, 'hex')
    from json_to_recordset(${JSON.stringify(sealed)}) as made (row_id bigint, after_id bigint, seal text)
  `.execute(tx)
  return rows.length
}

/** Instants are said alike whatever the server's own time zone is. */
export const asSealed = (tx: Db | Tx): Promise<unknown> => sql`set local time zone 'UTC'`.execute(tx)
