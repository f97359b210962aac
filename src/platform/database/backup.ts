import { createReadStream, createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import pg from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import type { StoredObject } from '../copied-files.ts'
import type { Keys } from '../encryption.ts'
import { decryptedBy, encryptedBy } from './encrypted-file.ts'

const FORMAT = 'generation-hdf backup, version 1'
const END_OF_TABLE = Buffer.from('\\.\n')
const ROWS_BYTES_AT_ONCE = 1_000_000

interface Header {
  format: string
  migrations: string[]
  sequences: { name: string; lastValue: string }[]
}

interface Table {
  table: string
  columns: string[]
}

/**
 * Writes all the rows of the database, as they are at one instant, to one encrypted gzip file that is there once it was read again whole.
 * Inside: a line of JSON (the format, the migrations, the sequences), then for each table a line of JSON, its rows in
 * PostgreSQL's text format for COPY, and `\.`. Tables come after those that they refer to. Jobs are left out.
 * @returns what it has not: the files whose bytes are in a store
 */
export async function backUp(connectionString: string, file: string, keys: Pick<Keys, 'encryption'>): Promise<StoredObject[]> {
  const partial = `${file}.partial`
  let inStore: StoredObject[] = []
  try {
    await connected(connectionString, async (client) => {
      await client.query('begin isolation level repeatable read read only')
      inStore = (await client.query<StoredObject>('select id, object_name from public.files where object_name is not null')).rows
      await pipeline(contentsOf(client), createGzip(), encryptedBy(keys), createWriteStream(partial, { mode: 0o600, flush: true }))
    })
    await read(partial, () => keys, mustBeWhole)
    await rename(partial, file)
    return inStore
  } finally {
    await rm(partial, { force: true })
  }
}

/**
 * Puts the rows of a backup into a database that the same migrations made and nobody has used yet: all of them or none.
 * @throws Error when the database has beneficiaries or transactions, or other migrations than the backup.
 */
export async function restore(connectionString: string, file: string, keys: () => Pick<Keys, 'encryption'>): Promise<void> {
  await connected(connectionString, async (client) => {
    await client.query('begin')
    await read(file, keys, (backup) => fill(client, backup))
    await client.query('commit')
    await client.query('analyze')
  })
}

/** Reads a backup to its end, in clear. */
const read = (file: string, keys: () => Pick<Keys, 'encryption'>, act: (backup: Reader) => Promise<void>): Promise<void> =>
  pipeline(createReadStream(file), decryptedBy(keys), createGunzip({ chunkSize: ROWS_BYTES_AT_ONCE }), (text: AsyncIterable<Buffer>) =>
    act(readerOf(text)),
  )

async function mustBeWhole(backup: Reader): Promise<void> {
  await backup.line()
  while (await backup.line()) for await (const _ of backup.rows());
}

async function connected(connectionString: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString })
  // A connection that breaks fails the statement in hand; without a listener it would end the program too.
  client.on('error', () => {})
  await client.connect()
  try {
    await work(client)
  } finally {
    await client.end()
  }
}

async function* contentsOf(client: pg.Client): AsyncGenerator<string | Buffer> {
  const header: Header = { format: FORMAT, migrations: await migrationsOf(client), sequences: await sequencesOf(client) }
  yield `${JSON.stringify(header)}\n`
  for (const { table, columns } of await tablesOf(client)) {
    yield `${JSON.stringify({ table, columns })}\n`
    yield* client.query(copyTo(`copy ${withColumns(table, columns)} to stdout`))
    yield END_OF_TABLE
  }
}

async function fill(client: pg.Client, backup: Reader): Promise<void> {
  const header: Header = JSON.parse((await backup.line()) ?? '{}')
  if (header.format !== FORMAT) throw new Error(`This file is not a "${FORMAT}".`)
  await mustHaveTheSameMigrations(client, header.migrations)
  await mustBeUnused(client)
  await emptyTables(client)

  for (let line = await backup.line(); line; line = await backup.line()) {
    const { table, columns }: Table = JSON.parse(line)
    await pipeline(backup.rows(), client.query(copyFrom(`copy ${withColumns(table, columns)} from stdin`)))
  }
  for (const { name, lastValue } of header.sequences) await client.query('select setval($1, $2)', [name, lastValue])
}

async function mustHaveTheSameMigrations(client: pg.Client, ofBackup: string[]): Promise<void> {
  const applied = await migrationsOf(client)
  const different = [...applied, ...ofBackup].filter((name) => !applied.includes(name) || !ofBackup.includes(name))
  if (different.length === 0) return
  throw new Error(`The backup was made by another version of the program: these migrations differ: ${different.join(', ')}.`)
}

async function mustBeUnused(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ used: boolean }>(
    'select exists (select from public.beneficiaries) or exists (select from public.transactions) as used',
  )
  if (rows[0]?.used) throw new Error('The database is in use: a backup is restored into a new database only.')
}

/** Takes away the rows that migrations put there. Not by TRUNCATE, which the append-only tables refuse even when they are empty. */
async function emptyTables(client: pg.Client): Promise<void> {
  for (const { table } of (await tablesOf(client)).reverse()) await client.query(`delete from ${qualified(table)}`)
}

async function migrationsOf(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>('select name from public.migrations order by name')
  return rows.map((row) => row.name)
}

async function sequencesOf(client: pg.Client): Promise<Header['sequences']> {
  const { rows } = await client.query<Header['sequences'][number]>(`
    select format('%I.%I', schemaname, sequencename) as name, last_value::text as "lastValue"
    from pg_sequences where schemaname = 'public' and last_value is not null
    order by 1`)
  return rows
}

/** The tables of the program with the columns that are not computed, each after those that it refers to. */
async function tablesOf(client: pg.Client): Promise<Table[]> {
  const { rows } = await client.query<Table & { refersTo: string[] }>(`
    select relname as table,
      array(
        select attname::text from pg_attribute
        where attrelid = t.oid and attnum > 0 and not attisdropped and attgenerated = ''
        order by attnum
      ) as columns,
      array(
        select other.relname::text from pg_constraint c join pg_class other on other.oid = c.confrelid
        where c.conrelid = t.oid and c.contype = 'f' and other.oid <> t.oid
      ) as "refersTo"
    from pg_class t
    where relnamespace = 'public'::regnamespace and relkind = 'r' and relname not in ('migrations', 'definitions')
    order by relname`)

  const ordered: Table[] = []
  let waiting = rows
  while (waiting.length > 0) {
    const names = waiting.map(({ table }) => table)
    const ready = waiting.filter(({ refersTo }) => !refersTo.some((name) => names.includes(name)))
    if (ready.length === 0) throw new Error(`These tables refer to each other in a circle, no order restores them: ${names.join(', ')}.`)
    ordered.push(...ready)
    waiting = waiting.filter((table) => !ready.includes(table))
  }
  return ordered
}

const qualified = (table: string): string => `public.${pg.escapeIdentifier(table)}`

const withColumns = (table: string, columns: string[]): string => `${qualified(table)} (${columns.map(pg.escapeIdentifier).join(', ')})`

interface Reader {
  /** The next line; undefined at the end. */
  line(): Promise<string | undefined>
  /** The next lines, many at once, up to the end of the table. */
  rows(): AsyncGenerator<Buffer>
}

function readerOf(text: AsyncIterable<Buffer>): Reader {
  const chunks = text[Symbol.asyncIterator]()
  // Starts where a line starts.
  let buffer = Buffer.alloc(0)

  async function readOn(): Promise<boolean> {
    const chunk = await chunks.next()
    if (!chunk.done) buffer = Buffer.concat([buffer, chunk.value])
    return !chunk.done
  }

  return {
    async line() {
      while (!buffer.includes('\n')) {
        if (await readOn()) continue
        if (buffer.length > 0) throw cutShort()
        return undefined
      }
      const end = buffer.indexOf('\n')
      const line = buffer.toString('utf8', 0, end)
      buffer = buffer.subarray(end + 1)
      return line
    },
    async *rows() {
      while (true) {
        const end = endOfTable(buffer)
        const whole = end ?? buffer.lastIndexOf('\n') + 1
        if (whole > 0) yield buffer.subarray(0, whole)
        buffer = buffer.subarray(whole)
        if (end !== undefined) break
        if (!(await readOn())) throw cutShort()
      }
      buffer = buffer.subarray(END_OF_TABLE.length)
    },
  }
}

const cutShort = (): Error => new Error('The backup is cut short.')

/** Where the line `\.` starts. Rows never hold one: their backslashes are doubled. */
function endOfTable(lines: Buffer): number | undefined {
  if (lines.subarray(0, END_OF_TABLE.length).equals(END_OF_TABLE)) return 0
  const before = lines.indexOf(`\n${END_OF_TABLE}`)
  return before === -1 ? undefined : before + 1
}
