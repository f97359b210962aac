import { parse } from 'csv-parse/sync'
import { cleaned } from '../cleaned.ts'
import { FileRefused, linesOf, type Pieces, SAYS_ITS_SEPARATOR } from './saved-text.ts'

/** Values of one row, in the order that its importer says. */
export type Row = readonly (string | number | boolean | null)[]

/** One of the shapes that a kind of file comes in. */
export interface Format {
  /** Its columns that must be there, as `titleOf` writes them; others may be there too. */
  columns: readonly string[]
  /** What it holds is quoted nowhere: a report says which line and which column, and no value. */
  isSecret?: true
  /** The row to load; null for a line that is right but does not concern us. Refuses by `line.refuse`. */
  read(line: Line): Row | null
}

/** One line of a file, read by the titles of its columns. */
export class Line {
  readonly #columns: Map<string, number>
  readonly #values: readonly string[]
  readonly #known: ReadonlySet<string>
  readonly #isSecret: boolean

  constructor(
    columns: Map<string, number>,
    values: readonly string[],
    { known, isSecret }: { known: ReadonlySet<string>; isSecret: boolean },
  ) {
    this.#columns = columns
    this.#values = values
    this.#known = known
    this.#isSecret = isSecret
  }

  /** Whether the database knows this key: see `known` of the importer. */
  knows(key: string): boolean {
    return this.#known.has(key)
  }

  /** The value, spaces folded; empty when there is none. */
  text(column: string): string {
    const value = unwrapped((this.#values[this.#columns.get(column) ?? -1] ?? '').replace(/\s+/g, ' ').trim())
    if (UNREADABLE.test(value)) this.refuse(column, 'caractères illisibles : enregistrez le fichier au format « CSV UTF-8 »')
    return cleaned(value).trim()
  }

  /** The value, which must look like that. */
  matching(column: string, pattern: RegExp, expected: string): string {
    const value = this.text(column)
    return pattern.test(value) ? value : this.refuse(column, expected)
  }

  /** The value, which must be there. */
  filled(column: string, lettersAtMost = 300): string {
    const value = this.text(column)
    if (!value) this.refuse(column, 'la valeur manque')
    return value.length <= lettersAtMost ? value : this.refuse(column, `${lettersAtMost} caractères au plus`)
  }

  /** Degrees, with a comma or a point; null when there are none. */
  degrees(column: string, atMost: number): number | null {
    const value = this.text(column).replace(',', '.')
    if (!value) return null
    return /^-?\d{1,3}(\.\d+)?$/.test(value) && Math.abs(Number(value)) <= atMost
      ? Number(value)
      : this.refuse(column, 'degrés attendus, par exemple 49,8941')
  }

  /**
   * The digits of some columns, so many in each. A spreadsheet takes numbers for them and forgets the zero that they begin with: it is given
   * back when it is missing in each of them, where one alone may be a mistake.
   */
  codes<Column extends string>(lengths: Record<Column, number>): Record<Column, string> {
    const columns = Object.keys(lengths) as Column[]
    const hasLost = columns.every((column) => /^\d+$/.test(this.text(column)) && this.text(column).length === lengths[column] - 1)
    return Object.fromEntries(columns.map((column) => [column, (hasLost ? '0' : '') + this.text(column)])) as Record<Column, string>
  }

  /** Leaves this line out and says why; the others are loaded. */
  refuse(column: string, why: string): never {
    throw new Refused(column, this.#isSecret ? null : (this.#values[this.#columns.get(column) ?? -1] ?? ''), why)
  }
}

/** A line that is left out. */
export class Refused extends Error {
  /** `value`: null when it is secret. */
  constructor(column: string, value: string | null, why: string) {
    const said = [...(column ? [`colonne « ${column} »`] : []), ...(value === null ? [] : [`valeur « ${value.slice(0, 100)} »`])]
    super([said.join(', '), why].filter(Boolean).join(' : '))
  }
}

// What cannot be read, and what PostgreSQL cannot store.
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters meant
const UNREADABLE = /[\u0000-\u001f\u007f\ufffd]/

/** What keeps a spreadsheet from reading a value as a number, or as a formula: `="0600020W"`, `'+33`. */
export const unwrapped = (value: string): string => value.replace(/^="(.*)"$/, '$1').replace(/^'(?=[=+\-@])/, '')

/** A column's title as code names it: « Code postal », « code_postal » and « CODE POSTAL » are the same. */
export const titleOf = (written: string): string =>
  written
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_|_$/g, '')

/** What became of a line; of a cell written on several lines, the first counts. */
export interface Read {
  line: number
  row: Row | null | Refused
}

/**
 * What a table says, line after line, many at a time.
 * @throws FileRefused when it has not the columns of any format
 */
export async function* readTable(pieces: Pieces, formats: readonly Format[], known: ReadonlySet<string>): AsyncGenerator<Read[]> {
  const table = new Table(formats, known)
  for await (const lines of linesOf(pieces)) yield lines.flatMap((written) => [...table.take(written)])
  yield [...table.end()]
}

/** @throws FileRefused when the beginning of a file has not the columns of any format */
export async function mustHaveColumns(pieces: Pieces, formats: readonly Format[]): Promise<void> {
  const table = new Table(formats, new Set())
  for await (const lines of linesOf(pieces)) {
    for (const written of lines) {
      if (table.hasColumns) return
      table.take(written).next()
    }
  }
  table.end().next()
}

/** What is right in a file, and what is wrong line by line. */
export interface ReadRows {
  rows: { line: number; row: Row }[]
  refused: { line: number; why: string }[]
}

/**
 * Reads a small file that is in memory.
 * @throws FileRefused
 */
export async function readRows(bytes: Buffer, formats: readonly Format[], known: ReadonlySet<string>): Promise<ReadRows> {
  const inOnePiece = async function* () {
    yield bytes
  }
  const result: ReadRows = { rows: [], refused: [] }
  for await (const reads of readTable(inOnePiece, formats, known))
    for (const { line, row } of reads) {
      if (row instanceof Refused) result.refused.push({ line, why: row.message })
      else if (row) result.rows.push({ line, row })
    }
  return result
}

const SEPARATORS = [';', ',', '\t']
/** A cell of more lines is a quotation mark left open. */
const LINES_OF_A_CELL = 10

interface Written {
  line: number
  text: string
}

/** Reads line after line, the first one for the titles of the columns. */
class Table {
  readonly #formats: readonly Format[]
  readonly #known: ReadonlySet<string>
  #line = 0
  #separator: string | undefined
  #columns: Map<string, number> | undefined
  #format: Format | undefined
  #width = 0
  /** The lines of a cell that is not closed yet. */
  #open: Written[] = []

  constructor(formats: readonly Format[], known: ReadonlySet<string>) {
    this.#formats = formats
    this.#known = known
  }

  get hasColumns(): boolean {
    return this.#format !== undefined
  }

  *take(text: string): Generator<Read> {
    this.#line += 1
    yield* this.#next({ line: this.#line, text })
  }

  *end(): Generator<Read> {
    while (this.#open.length > 0) yield* this.#giveUpCell()
    if (!this.#format) this.#readTitles('')
  }

  *#next(written: Written): Generator<Read> {
    if (this.#open.length > 0) return yield* this.#goOnWithCell(written)
    if (!written.text.trim()) return
    if (!this.#format) return this.#readTitles(written.text)
    const values = this.#valuesIn(written.text)
    if (values) yield this.#read(written.line, values)
    else this.#open = [written]
  }

  /** A cell that has a line break in it is whole once its record has all its columns, its quotation marks being as spreadsheets write them. */
  *#goOnWithCell(written: Written): Generator<Read> {
    this.#open.push(written)
    const values = written.text.includes('"')
      ? this.#valuesIn(this.#open.map(({ text }) => text).join('\n'), { strictly: true })
      : undefined
    if (values?.length === this.#width) {
      const [{ line }] = this.#open as [Written]
      this.#open = []
      yield this.#read(line, values)
    } else if (this.#open.length === LINES_OF_A_CELL) yield* this.#giveUpCell()
  }

  /** The line that opened it is lost, and no other. */
  *#giveUpCell(): Generator<Read> {
    const [first, ...others] = this.#open as [Written, ...Written[]]
    this.#open = []
    yield { line: first.line, row: new Refused('', this.#format?.isSecret ? null : first.text, 'un guillemet n’est pas fermé') }
    for (const other of others) yield* this.#next(other)
  }

  #read(line: number, values: string[]): Read {
    try {
      const row = (this.#format as Format).read(
        new Line(this.#columns as Map<string, number>, values, { known: this.#known, isSecret: this.#format?.isSecret ?? false }),
      )
      return { line, row }
    } catch (error) {
      if (error instanceof Refused) return { line, row: error }
      throw error
    }
  }

  /** The values of a line; undefined while a quotation mark is open. */
  #valuesIn(text: string, { separator = this.#separator as string, strictly = false } = {}): string[] | undefined {
    if (!text.includes('"')) return text.split(separator)
    try {
      return parse(text, { delimiter: separator, relax_quotes: !strictly, relax_column_count: true, record_delimiter: '\0' })[0] ?? []
    } catch {
      return undefined
    }
  }

  #readTitles(text: string): void {
    const said = SAYS_ITS_SEPARATOR.exec(text)?.[1]
    if (said && !this.#separator) {
      this.#separator = said
      return
    }
    const ways = (this.#separator ? [this.#separator] : SEPARATORS).map((separator) => {
      const titles = (this.#valuesIn(text, { separator }) ?? []).map(titleOf)
      return { separator, titles, format: closestOf(this.#formats, titles) }
    })
    const closest = ways.reduce((best, way) => (foundIn(way.format, way.titles) > foundIn(best.format, best.titles) ? way : best))
    mustBeComplete(closest.format, closest.titles, this.#formats)
    this.#separator = closest.separator
    this.#width = closest.titles.length
    this.#columns = new Map(closest.titles.map((title, index) => [title, index]))
    this.#format = closest.format
  }
}

const foundIn = ({ columns }: Format, titles: string[]): number => columns.filter((column) => titles.includes(column)).length

/** The format whose columns are there, or that lacks the fewest. */
const closestOf = (formats: readonly Format[], titles: string[]): Format => {
  const lacks = (format: Format) => format.columns.length - foundIn(format, titles)
  return formats.reduce((best, format) => (lacks(format) < lacks(best) ? format : best))
}

const quoted = (titles: readonly string[]): string => titles.map((title) => `« ${title} »`).join(', ')

function mustBeComplete(format: Format, titles: string[], formats: readonly Format[]): void {
  if (foundIn(format, titles) === 0) {
    const expected = formats.map(({ columns }) => columns.join(';')).join('\nou ')
    throw new FileRefused(`Ce fichier n’a aucune des colonnes attendues, que sa première ligne doit nommer :\n${expected}`)
  }
  const missing = format.columns.filter((column) => !titles.includes(column))
  if (missing.length > 0) {
    const lack = missing.length > 1 ? 'les colonnes' : 'la colonne'
    throw new FileRefused(`Il manque ${lack} ${quoted(missing)}. Celles de ce fichier : ${quoted(titles.filter(Boolean))}.`)
  }
  const twice = format.columns.filter((column) => titles.indexOf(column) !== titles.lastIndexOf(column))
  if (twice.length > 0) throw new FileRefused(`Ce fichier a deux fois la même colonne : ${quoted(twice)}. Gardez-en une, puis recommencez.`)
}
