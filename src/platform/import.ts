import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { parse } from 'csv-parse/sync'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { cleaned } from './cleaned.ts'

/** Values of one row of the table `incoming`, in the order of its columns. */
export type Row = readonly (string | number | boolean | null)[]

/** One of the shapes that a kind of file comes in. */
export interface Format {
  /** Its columns that must be there, by name; capitals do not count, others may be there too. */
  columns: readonly string[]
  /** The row to load; null for a line that is right but does not concern us. Refuses by `line.refuse`. */
  read(line: Line): Row | null
}

/** How one kind of reference data is loaded. */
export interface Importer {
  /** A file is read in the first format whose columns it has. */
  formats: readonly Format[]
  /** The columns of the temporary table `incoming`; it has a column `line` besides, in the order of the file. */
  incoming: string
  /** A query for the keys that lines may name, when they must be known already: see `line.knows`. */
  known?: string
  /** What brings `incoming` into the tables. What a statement answers as `wrong` is told, as wrong lines are. */
  merge: readonly string[]
  /** The tables that grew. */
  tables: readonly string[]
}

/** One line of a file, read by the names of its columns. */
export class Line {
  readonly #columns: Map<string, number>
  readonly #values: readonly string[]
  readonly #known: ReadonlySet<string>

  constructor(columns: Map<string, number>, values: readonly string[], known: ReadonlySet<string>) {
    this.#columns = columns
    this.#values = values
    this.#known = known
  }

  /** Whether the database knows this key: see `known` of the importer. */
  knows(key: string): boolean {
    return this.#known.has(key)
  }

  /** The value, spaces folded; empty when there is none. */
  text(column: string): string {
    const value = (this.#values[this.#columns.get(column) ?? -1] ?? '').replace(/\s+/g, ' ').trim()
    if (UNREADABLE.test(value)) this.refuse(column, 'caractères illisibles (le fichier doit être en UTF-8)')
    return cleaned(value).trim()
  }

  /** The value, which must look like that. */
  matching(column: string, pattern: RegExp, expected: string): string {
    const value = this.text(column)
    return pattern.test(value) ? value : this.refuse(column, expected)
  }

  /** Leaves this line out and says why; the others are loaded. */
  refuse(column: string, why: string): never {
    throw new Refused(column, this.#values[this.#columns.get(column) ?? -1] ?? '', why)
  }
}

class Refused extends Error {
  constructor(column: string, value: string, why: string) {
    super(`${column && `colonne « ${column} », `}valeur « ${value.slice(0, 100)} » : ${why}`)
  }
}

// What UTF-8 cannot read, and what PostgreSQL cannot store.
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters meant
const UNREADABLE = /[\u0000-\u001f\u007f\ufffd]/

const LINE_CHARACTERS_AT_MOST = 1_000_000
const CHUNK_CHARACTERS = 64_000

export interface Counts {
  read: number
  loaded: number
  refused: number
  /** Right, but of no concern to us. */
  left_out: number
}

/**
 * Loads a file into the database, all that is right in one transaction; says what is wrong line by line. Rows go
 * through COPY as they are read, so that a file of any length takes the same memory. The same file loaded again
 * changes nothing.
 * @throws Error when the file cannot be read or has not the columns of any format.
 */
export async function importFile(url: string, importer: Importer, file: string, report: (wrong: string) => void): Promise<Counts> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const counts: Counts = { read: 0, loaded: 0, refused: 0, left_out: 0 }
    await client.query('begin')
    const columns = importer.incoming.replaceAll('\n', ' ')
    await client.query(`create temporary table incoming (line bigint generated always as identity, ${columns}) on commit drop`)
    const known = new Set(importer.known ? (await client.query({ text: importer.known, rowMode: 'array' })).rows.flat() : [])
    const names = columns.split(',').map((column) => column.trim().split(' ')[0])
    const refuse = (line: number, why: string) => {
      counts.refused += 1
      report(`ligne ${line}, ${why}`)
    }
    const rows = rowsToCopy(linesOf(file), { formats: importer.formats, known, counts, refuse })
    await pipeline(rows, client.query(copyFrom(`copy incoming (${names}) from stdin`)))
    await client.query('analyze incoming')
    for (const statement of importer.merge) {
      const { rows } = await client.query(statement)
      for (const { wrong } of rows) if (wrong) report(wrong)
    }
    await client.query('commit')
    // The planner learns what came, and indexes put their waiting lists in order.
    for (const table of importer.tables) await client.query(`vacuum (analyze) ${table}`)
    return counts
  } finally {
    await client.end()
  }
}

/** The lines of the file as they are read, many at a time. */
async function* linesOf(file: string): AsyncGenerator<string[]> {
  let rest = ''
  for await (const chunk of createReadStream(file, 'utf8')) {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop() ?? ''
    if (rest.length > LINE_CHARACTERS_AT_MOST) throw new Error('Ce fichier n’est pas fait de lignes.')
    yield lines
  }
  yield [rest]
}

/** What COPY reads. A row that repeats the one before it (a street's next house) is sent once. */
async function* rowsToCopy(
  lines: AsyncIterable<string[]>,
  {
    formats,
    known,
    counts,
    refuse,
  }: {
    formats: readonly Format[]
    known: ReadonlySet<string>
    counts: Counts
    refuse(line: number, why: string): void
  },
): AsyncGenerator<string> {
  let number = 0
  const reader = readerOf(formats, known)
  let chunk = ''
  let previous = ''
  for await (const some of lines) {
    for (const written of some) {
      number += 1
      const read = reader.read(written)
      if (read === undefined) continue
      counts.read += 1
      if (read instanceof Refused) {
        refuse(number, read.message)
        continue
      }
      const copy = read && `${read.map(copied).join('\t')}\n`
      if (copy === null) counts.left_out += 1
      else counts.loaded += 1
      if (copy !== null && copy !== previous) chunk += previous = copy
    }
    if (chunk.length > CHUNK_CHARACTERS) {
      yield chunk
      chunk = ''
    }
  }
  reader.mustHaveColumns()
  yield chunk
}

export interface ReadFile {
  rows: { line: number; row: Row }[]
  refused: { line: number; why: string }[]
}

/**
 * Reads a small file that is in memory: what is right, and what is wrong line by line.
 * @throws Error when it has not the columns of any format.
 */
export function readRows(text: string, formats: readonly Format[], known: ReadonlySet<string>): ReadFile {
  const reader = readerOf(formats, known)
  const result: ReadFile = { rows: [], refused: [] }
  for (const [index, written] of text.split('\n').entries()) {
    const read = reader.read(written)
    if (read instanceof Refused) result.refused.push({ line: index + 1, why: read.message })
    else if (read) result.rows.push({ line: index + 1, row: read })
  }
  reader.mustHaveColumns()
  return result
}

/** Reads line after line, the first one for the names of the columns. */
function readerOf(formats: readonly Format[], known: ReadonlySet<string>) {
  let columns: Map<string, number> | undefined
  let format: Format | undefined
  return {
    /** Undefined for a line that says nothing. */
    read(written: string): Row | null | Refused | undefined {
      if (!written.trim()) return undefined
      if (!columns || !format) {
        columns = columnsIn(written)
        format = formatOf(columns, formats)
        return undefined
      }
      try {
        return format.read(new Line(columns, valuesIn(written), known))
      } catch (error) {
        if (error instanceof Refused) return error
        throw error
      }
    },
    mustHaveColumns(): void {
      if (!columns) formatOf(new Map(), formats)
    },
  }
}

const columnsIn = (header: string): Map<string, number> =>
  new Map(valuesIn(header.replace(/^\ufeff/, '')).map((name, index) => [name.trim().toLowerCase(), index]))

/** A line is a record: a quotation mark left open must not swallow the lines after it. */
function valuesIn(line: string): string[] {
  if (!line.includes('"')) return line.split(';')
  try {
    return parse(line, { delimiter: ';', relax_quotes: true, relax_column_count: true })[0] ?? []
  } catch {
    throw new Refused('', line, 'un guillemet n’est pas fermé')
  }
}

const copied = (value: string | number | boolean | null): string => (value === null ? '\\N' : String(value).replace(/\\/g, '\\\\'))

function formatOf(columns: Map<string, number>, formats: readonly Format[]): Format {
  const format = formats.find((known) => known.columns.every((column) => columns.has(column)))
  if (format) return format
  const expected = formats.map((known) => known.columns.join(';')).join('\nou ')
  throw new Error(`Ce fichier n’a pas les colonnes attendues, séparées par des points-virgules :\n${expected}`)
}
