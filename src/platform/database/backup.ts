import { randomUUID } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import pg from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import { type Copied, copyFiles, type NamedFile, type PutBack, type PuttingBack, putBack } from '../copied-files.ts'
import type { Keys } from '../encryption.ts'
import { StoreAway } from '../file-store.ts'
import { type FileKeeping, sealedBytes } from '../files.ts'
import { decryptedBy, encryptedBy } from './encrypted-file.ts'

const FORMAT = 'generation-hdf backup, version 2'
/** Of before the bytes of files were beside it: those of rows are in it. */
const FORMAT_WITH_BYTES = 'generation-hdf backup, version 1'
const END_OF_TABLE = Buffer.from('\\.\n')
const ROWS_BYTES_AT_ONCE = 1_000_000
const CONNECTIONS_FOR_FILES = 4

interface Header {
  format: string
  migrations: string[]
  sequences: { name: string; lastValue: string }[]
  /** The files whose bytes were not whole anywhere: their rows are as they were. */
  lost?: string[]
}

interface Table {
  table: string
  columns: string[]
}

/** The folder that holds the bytes of the files of all the backups beside it. */
export const filesBeside = (file: string): string => join(dirname(file), 'files')

/**
 * Writes all the rows of the database, as they are at one instant, to one encrypted gzip file, and the bytes of files, as they are at the same instant,
 * to the folder beside it, each once. The file is there once all these are, and once it was read again whole.
 * Inside: a line of JSON (the format, the migrations, the sequences), then for each table a line of JSON, its rows in
 * PostgreSQL's text format for COPY, and `\.`. Tables come after those that they refer to. Jobs are left out; in the place of a file's bytes
 * stands the mark of the key that its copy is under.
 */
export async function backUp(connectionString: string, file: string, keeping: FileKeeping): Promise<Copied> {
  const { ibanKey: keys } = keeping
  // A name of its own: two backups at a time do not write into each other's.
  const partial = `${file}.${randomUUID()}.partial`
  try {
    return await connected(connectionString, async (client) => {
      await client.query('begin isolation level repeatable read read only')
      // What is in clear is copied under the newest key.
      const newest = keys.encryption.newest.mark.toString('hex')
      const { rows } = await client.query<NamedFile>(`
        select id, is_encrypted, object_name, encode(substring(bytes from 1 for 4), 'hex') as mark
        from public.files where object_name is not null or length(bytes) > 0`)
      const named = rows.map((one) => (one.is_encrypted ? one : { ...one, mark: newest }))
      const copied = await besides(connectionString, client, (others) =>
        copyFiles(named, { keys, now: new Date(), folder: filesBeside(file), sealed: (one) => sealedOf(one, keeping, others) }),
      )
      const contents = contentsOf(client, { newest, lost: copied.lost })
      await pipeline(contents, createGzip(), encryptedBy(keys), createWriteStream(partial, { mode: 0o600, flush: true }))
      await read(partial, () => keys, mustBeWhole)
      await rename(partial, file)
      return copied
    })
  } finally {
    await rm(partial, { force: true })
  }
}

/** Other connections that see the database as this one does, as long as it is in its transaction. */
async function besides<Found>(connectionString: string, client: pg.Client, work: (others: pg.Pool) => Promise<Found>): Promise<Found> {
  const { rows } = await client.query<{ snapshot: string }>('select pg_export_snapshot() as snapshot')
  const as = `begin isolation level repeatable read read only; set transaction snapshot ${pg.escapeLiteral(rows[0]?.snapshot as string)}`
  const others = new pg.Pool({ connectionString, max: CONNECTIONS_FOR_FILES, onConnect: (other) => other.query(as) })
  others.on('error', () => {})
  others.on('connect', (other) => other.on('error', () => {}))
  try {
    return await work(others)
  } finally {
    await others.end()
  }
}

/** What is in clear is encrypted on its way out. */
async function sealedOf(
  { id, object_name, is_encrypted }: NamedFile,
  { ibanKey, fileStore }: FileKeeping,
  others: pg.Pool,
): Promise<Buffer | undefined> {
  if (object_name !== null) {
    if (!fileStore) throw new StoreAway()
    return await fileStore.get(object_name)
  }
  const { rows } = await others.query<{ bytes: Buffer }>('select bytes from public.files where id = $1', [id])
  const bytes = rows[0]?.bytes
  return bytes && !is_encrypted ? sealedBytes(ibanKey, id, bytes) : bytes
}

/**
 * Puts the rows of a backup into a database that the same migrations made and nobody has used yet, and the bytes of files with them: all of it or nothing.
 * @throws Error when the database has beneficiaries or transactions, or other migrations than the backup; when the bytes of files are missing.
 */
export async function restore(
  connectionString: string,
  file: string,
  how: Omit<PuttingBack, 'folder'>,
): Promise<PutBack & { lost: string[] }> {
  return await connected(connectionString, async (client) => {
    await client.query('begin')
    const { format, lost = [] } = await read(file, how.keys, (backup) => fill(client, backup))
    const { rows: named } = await client.query<NamedFile>(
      `select id, is_encrypted, object_name, encode(substring(bytes from 1 for 4), 'hex') as mark
      from public.files where id <> all ($1) and (object_name is not null or ($2 and length(bytes) > 0))`,
      [lost, format === FORMAT],
    )
    const put = await putBack(client, named, { ...how, folder: filesBeside(file) })
    await client.query('commit')
    await client.query('analyze')
    return { ...put, lost }
  })
}

/** Reads a backup to its end, in clear. */
const read = <Found>(file: string, keys: () => Pick<Keys, 'encryption'>, act: (backup: Reader) => Promise<Found>): Promise<Found> =>
  pipeline(createReadStream(file), decryptedBy(keys), createGunzip({ chunkSize: ROWS_BYTES_AT_ONCE }), (text: AsyncIterable<Buffer>) =>
    act(readerOf(text)),
  )

async function mustBeWhole(backup: Reader): Promise<void> {
  await backup.line()
  while (await backup.line()) for await (const _ of backup.rows());
}

async function connected<Found>(connectionString: string, work: (client: pg.Client) => Promise<Found>): Promise<Found> {
  const client = new pg.Client({ connectionString })
  // A connection that breaks fails the statement in hand; without a listener it would end the program too.
  client.on('error', () => {})
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** The mark of the newest key, and the files that have no copy. */
interface LeftOut {
  newest: string
  lost: string[]
}

async function* contentsOf(client: pg.Client, files: LeftOut): AsyncGenerator<string | Buffer> {
  const header: Header = {
    format: FORMAT,
    migrations: await migrationsOf(client),
    sequences: await sequencesOf(client),
    lost: files.lost,
  }
  yield `${JSON.stringify(header)}\n`
  for (const { table, columns } of await tablesOf(client)) {
    yield `${JSON.stringify({ table, columns })}\n`
    yield* client.query(copyTo(`copy ${table === 'files' ? filesWithoutBytes(columns, files) : withColumns(table, columns)} to stdout`))
    yield END_OF_TABLE
  }
}

function filesWithoutBytes(columns: string[], { newest, lost }: LeftOut): string {
  const mark = `case when is_encrypted then substring(bytes from 1 for 4) else '\\x${newest}'::bytea end`
  const isElsewhere = `object_name is null and length(bytes) > 0 and id <> all (array[${lost.map(pg.escapeLiteral).join(', ')}]::text[])`
  const read = columns.map((column) =>
    column === 'bytes' ? `case when ${isElsewhere} then ${mark} else bytes end` : pg.escapeIdentifier(column),
  )
  return `(select ${read.join(', ')} from public.files)`
}

async function fill(client: pg.Client, backup: Reader): Promise<Header> {
  const header: Header = JSON.parse((await backup.line()) ?? '{}')
  if (header.format !== FORMAT && header.format !== FORMAT_WITH_BYTES) throw new Error(`This file is not a "${FORMAT}".`)
  await mustHaveTheSameMigrations(client, header.migrations)
  await mustBeUnused(client)
  await emptyTables(client)

  for (let line = await backup.line(); line; line = await backup.line()) {
    const { table, columns }: Table = JSON.parse(line)
    await pipeline(backup.rows(), client.query(copyFrom(`copy ${withColumns(table, columns)} from stdin`)))
  }
  for (const { name, lastValue } of header.sequences) await client.query('select setval($1, $2)', [name, lastValue])
  return header
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
