import { sql } from 'kysely'
import { inTransaction, type Tx } from './database/index.ts'
import type { DB } from './database/schema.ts'
import { decrypt, decryptBytes, encrypt, fingerprintsOf } from './encryption.ts'
import type { Site } from './http/site.ts'
import { inSteps, type Job } from './jobs.ts'

type RowId = string | number

/** A row that is not written under the newest key. */
export interface StaleRow {
  id: RowId
  bytes: Buffer
  /** It is not even encrypted. */
  is_clear: boolean
}

/** Something that is kept encrypted, as its room finds and writes it. */
export interface Sealed {
  /** What a row is bound to. */
  boundTo(id: never): string
  /** Some rows that are not under the key of that mark, locked; none of those without which it goes. */
  stale(tx: Tx, asked: { mark: Buffer; without: RowId[]; atOnce: number }): Promise<StaleRow[]>
  /** Writes them as they are now. */
  keep(tx: Tx, rows: Pick<StaleRow, 'id' | 'bytes'>[]): Promise<void>
}

/** A column of a table that is kept encrypted. */
export const sealedColumn = (names: { table: keyof DB; id: string; column: string; boundTo: (id: number) => string }): Sealed => {
  const [table, id, column] = [sql.table(names.table), sql.ref(names.id), sql.ref(names.column)]
  return {
    boundTo: names.boundTo,
    async stale(tx, { mark, without, atOnce }) {
      const { rows } = await sql<StaleRow & { id: number }>`
        select ${id} as id, ${column} as bytes, false as is_clear from ${table}
        where length(${column}) > 0 and substring(${column} from 1 for 4) <> ${mark} and ${id} <> all (${without}::bigint[])
        limit ${atOnce} for update skip locked
      `.execute(tx)
      return rows
    },
    async keep(tx, rows) {
      const [ids, bytes] = [rows.map((row) => row.id), rows.map((row) => row.bytes)]
      await sql`
        update ${table} set ${column} = k.bytes from unnest(${ids}::bigint[], ${bytes}::bytea[]) as k (id, bytes) where ${table}.${id} = k.id
      `.execute(tx)
    },
  }
}

/** A column that is kept encrypted, beside the fingerprint by which the same thing is known elsewhere. */
export interface Marked {
  table: keyof DB
  id: string
  column: string
  mark: string
  boundTo: (id: number) => string
  /** What is fingerprinted of what the column holds. */
  markedAs: (plain: string) => string
}

const MARKED_AT_ONCE = 500

/** Makes its fingerprints again under the newest key, from what is encrypted beside them: those before are compared with nothing any more. */
export async function markAgain({ db, clock, ibanKey }: Pick<Site, 'db' | 'clock' | 'ibanKey'>, marked: Marked): Promise<void> {
  const [table, id, column, mark] = [sql.table(marked.table), sql.ref(marked.id), sql.ref(marked.column), sql.ref(marked.mark)]
  let last: number | undefined = 0
  while (last !== undefined) {
    const after: number = last
    last = await inTransaction(db, clock.now(), async (tx) => {
      const { rows } = await sql<{ id: number; bytes: Buffer }>`
        select ${id} as id, ${column} as bytes from ${table} where length(${column}) > 0 and ${id} > ${after} order by ${id} limit ${MARKED_AT_ONCE} for update
      `.execute(tx)
      const marks = rows.map((row) => fingerprintsOf(ibanKey, marked.markedAs(decrypt(ibanKey, row.bytes, marked.boundTo(row.id))))[0])
      await sql`
        update ${table} set ${mark} = m.mark
        from unnest(${rows.map((row) => row.id)}::bigint[], ${marks}::bytea[]) as m (id, mark) where ${table}.${id} = m.id
      `.execute(tx)
      return rows.at(-1)?.id
    })
  }
}

/**
 * Writes all of it again under the newest key, some rows at a time: ended half-way, it goes on the next time from what is left. A row that
 * no key opens is logged and left as it is, and the rest is done.
 * @throws Error once all is done, when some were left
 */
export async function resealAll(
  { db, clock, log, ibanKey }: Pick<Site, 'db' | 'clock' | 'log' | 'ibanKey'>,
  sealed: Sealed,
  atOnce: number,
): Promise<void> {
  const without: RowId[] = []
  for (;;) {
    const found = await inTransaction(db, clock.now(), async (tx) => {
      const stale = await sealed.stale(tx, { mark: ibanKey.encryption.newest.mark, without, atOnce })
      const kept = stale.flatMap((row) => {
        try {
          const boundTo = sealed.boundTo(row.id as never)
          const plain = row.is_clear ? row.bytes : decryptBytes(ibanKey, row.bytes, boundTo)
          return { id: row.id, bytes: encrypt(ibanKey, plain, boundTo) }
        } catch {
          log.error({ row: row.id }, 'row given up: no key opens it')
          without.push(row.id)
          return []
        }
      })
      if (kept.length > 0) await sealed.keep(tx, kept)
      return stale.length
    })
    if (found === 0) break
  }
  if (without.length > 0) throw new Error(`${without.length} rows are under no key that is there`)
}

/** Every ten minutes: what a room keeps encrypted, and is not under the newest key. */
export const reencryption = (what: string, sealed: Sealed[]): Job => ({
  name: `re-encrypt-${what}`,
  cron: '*/10 * * * *',
  run: (site, atOnce = 50) => inSteps(...sealed.map((one) => () => resealAll(site, one, atOnce))),
})
