import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { type Day, dayOf } from '../dates.ts'
import type { Keys } from '../encryption.ts'
import type { Pieces } from './saved-text.ts'
import { type Format, type Read, Refused, type Row, readTable } from './table.ts'

/** How one kind of reference data is loaded. */
export interface Importer {
  /** A file is read in the first format whose columns it has. */
  formats: readonly Format[]
  /** The columns of the temporary table `incoming`; its columns `line` and `today` say besides on which line of the file a row stands, and what day it is. */
  incoming: string
  /** A query for the keys that lines may name, when they must be known already: see `line.knows`. */
  known?: string
  /**
   * Statements on `incoming` and no other table. What is doubtful or contradicts itself is told by a row of `line` and `wrong`; a row that is
   * taken out, by one of `line` and `refused`.
   */
  checks: readonly string[]
  /** A query for what would change: rows of `label` and `count`. */
  effects: string
  /** A query for the changes worth being read one by one, rows of `line` and `words`; of a file that has too many, none. */
  differences?: string
  /** What brings `incoming` into the tables. */
  merge: readonly (string | ((client: pg.Client) => Promise<void>))[]
  /** The tables that grew. */
  tables: readonly string[]
  /** The same of what is kept encrypted, or says who brought it in: made for one file. */
  for?(file: ImportedFile): Importer
}

/** A file that is brought in, as the importer of what takes two people has to know it. */
export interface ImportedFile {
  keys: Keys
  now: Date
  sentBy: number
  sentAt: Date
  /** Null as long as nobody has. */
  agreedBy: number | null
}

/** `refused`: the line is left out. `doubt`: it is loaded but for what is said, or contradicts another. `change`: what it does. */
export interface Told {
  line: number
  kind: 'refused' | 'doubt' | 'change'
  words: string
}

export interface Counts {
  read: number
  loaded: number
  refused: number
  /** Right, but of no concern to us. */
  left_out: number
}

/** What a file changes, or would change. */
export interface Effect {
  label: string
  count: number
}

/** Whoever a file is read for. */
export interface Listener {
  tell(told: Told): void
  /** How many lines are read so far. */
  progress?(lines: number): Promise<void>
}

const CHUNK_CHARACTERS = 64_000

/**
 * Reads a file into the table `incoming` of the transaction that the client is in, and says line by line what is wrong and what it would
 * change; nothing else is written. Rows go through COPY as they are read, so that a file of any length takes the same memory.
 * @throws FileRefused
 */
export async function readFile(
  client: pg.Client,
  importer: Importer,
  { pieces, today }: { pieces: Pieces; today: Day },
  listener: Listener,
): Promise<{ counts: Counts; effects: Effect[] }> {
  const tell = (told: Told) => listener.tell(told)
  const columns = importer.incoming.replaceAll('\n', ' ')
  await client.query(`create temporary table incoming (line bigint, today date not null default '${today}', ${columns}) on commit drop`)
  const known = new Set(importer.known ? (await client.query({ text: importer.known, rowMode: 'array' })).rows.flat() : [])
  const names = ['line', ...columns.split(',').map((column) => column.trim().split(' ')[0])]
  const counts: Counts = { read: 0, loaded: 0, refused: 0, left_out: 0 }
  const rows = rowsToCopy(readTable(pieces, importer.formats, known), counts, listener)
  await pipeline(rows, client.query(copyFrom(`copy incoming (${names}) from stdin`)))
  await client.query('analyze incoming')
  for (const statement of importer.checks) {
    const { rows } = await client.query(statement)
    for (const { line, wrong, refused } of rows) {
      if (wrong) tell({ line: Number(line), kind: 'doubt', words: wrong })
      if (!refused) continue
      counts.refused += 1
      counts.loaded -= 1
      tell({ line: Number(line), kind: 'refused', words: refused })
    }
  }
  const effects = await client.query(importer.effects)
  const differences = importer.differences ? await client.query(importer.differences) : { rows: [] }
  for (const { line, words } of differences.rows) tell({ line: Number(line), kind: 'change', words })
  return { counts, effects: effects.rows.map(({ label, count }) => ({ label, count: Number(count) })) }
}

/** Brings what was read into the tables. The same file loaded again changes nothing. */
export async function mergeRead(client: pg.Client, { merge }: Importer): Promise<void> {
  for (const step of merge) await (typeof step === 'string' ? client.query(step) : step(client))
}

/** Once it is committed: the planner learns what came, and indexes put their waiting lists in order. */
export async function settleTables(client: pg.Client, { tables }: Importer): Promise<void> {
  for (const table of tables) await client.query(`vacuum (analyze) ${table}`)
}

/**
 * Loads a file of this machine into the database, all that is right in one transaction.
 * @throws FileRefused
 */
export async function importFile(
  url: string,
  importer: Importer,
  file: string,
  report: (words: string) => void,
  now = new Date(),
): Promise<Counts> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query('begin')
    const tell = ({ line, kind, words }: Told) => kind !== 'change' && report(`ligne ${line}, ${words}`)
    const { counts } = await readFile(client, importer, { pieces: () => createReadStream(file), today: dayOf(now) }, { tell })
    await mergeRead(client, importer)
    await client.query('commit')
    await settleTables(client, importer)
    return counts
  } finally {
    await client.end()
  }
}

/** What COPY reads. A row that repeats the one before it (a street's next house) is sent once. */
async function* rowsToCopy(reads: AsyncIterable<Read[]>, counts: Counts, listener: Listener): AsyncGenerator<string> {
  let chunk = ''
  let previous: string | undefined
  for await (const some of reads) {
    for (const { line, row } of some) {
      counts.read += 1
      if (row instanceof Refused) {
        counts.refused += 1
        listener.tell({ line, kind: 'refused', words: row.message })
        continue
      }
      if (row === null) {
        counts.left_out += 1
        continue
      }
      counts.loaded += 1
      const copy = `${row.map(copied).join('\t')}\n`
      if (copy !== previous) chunk += `${line}\t${copy}`
      previous = copy
    }
    if (chunk.length > CHUNK_CHARACTERS) {
      yield chunk
      chunk = ''
    }
    await listener.progress?.(counts.read)
  }
  yield chunk
}

const copied = (value: Row[number]): string => (value === null ? '\\N' : String(value).replace(/\\/g, '\\\\'))
