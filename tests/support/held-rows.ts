import { appendFileSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  AliasNode,
  type CompiledQuery,
  IdentifierNode,
  type OperationNode,
  PostgresQueryCompiler,
  type RawNode,
  type SelectionNode,
} from 'kysely'
import pg from 'pg'
import type { Shape, WrittenType } from './row-types.ts'

/** What the statements of the tests are held against: written once a run, see server.ts. */
export interface Expected {
  types: WrittenType[]
  /** Of each type of the database by its number: its name, and whose list it is. */
  databaseTypes: Record<number, { name: string; element: number }>
  /** Columns that are never null, as `table.column`, both by their numbers. */
  neverNull: string[]
}

export const EXPECTED = 'expected.json'
export const HELD = 'held-'

/** A type that the result of a statement must be like: each row, or one column of each. */
interface Promised {
  /** Several when the same words stand in several places: then it is one of these types. */
  written: WrittenType[]
  column?: string
}

type Row = Record<string, unknown>

/**
 * From here on, what a statement answers is held against the types that are written beside it in the sources.
 * Those that have been held are noted in the folder.
 * @returns takes what was found wrong since the last time
 */
export function holdRows(folder: string): () => string[] {
  const expected: Expected = JSON.parse(readFileSync(join(folder, EXPECTED), 'utf8'))
  const neverNull = new Set(expected.neverNull)
  const byWords = Map.groupBy(expected.types, ({ words }) => JSON.stringify(words))
  const promises = new Map<string, Promised[]>()
  for (const written of byWords.values()) {
    const [text, ...others] = written[0]?.words ?? []
    if (text && others.length === 0) promises.set(text, [{ written }])
  }
  const kinds = new Map<number, Shape | 'json'>()
  const held = new Set<WrittenType>()
  const wrong = new Set<string>()

  function promisesOf({ query, sql }: CompiledQuery): Promised[] {
    const known = promises.get(sql)
    if (known) return known
    const found = isRaw(query) ? [promiseOf(query)] : selectionsOf(query).map(({ raw, column }) => promiseOf(raw, column))
    const all = found.filter((promised) => promised !== undefined)
    promises.set(sql, all)
    return all
  }

  function promiseOf(raw: RawNode, column?: string): Promised | undefined {
    const written = byWords.get(JSON.stringify(raw.sqlFragments))
    return written && { written, column }
  }

  function kindOf(type: number): Shape | 'json' {
    const known = kinds.get(type)
    if (known) return known
    const kind = asParsed(type, expected.databaseTypes)
    kinds.set(type, kind)
    return kind
  }

  function hold(text: string, result: pg.QueryResult<Row>): void {
    for (const { written, column } of promises.get(text) ?? []) {
      if (!result.fields.some(({ name }) => column === undefined || name === column)) continue
      for (const one of written) note(one)
      const reproaches = written.map((one) => reproachesTo(one, column, text, result))
      if (reproaches.every((them) => them.length > 0)) {
        wrong.add(`${written.map(({ at, type }) => `${at} ${type}`).join(', ')}: ${reproaches[0]?.join('; ')}`)
      }
    }
  }

  function reproachesTo({ shape }: WrittenType, column: string | undefined, text: string, { fields, rows }: pg.QueryResult<Row>): string[] {
    // Where a row may be made up, a column that is never null in its table may be.
    const mayBeMadeUp = /\b(?:left|right|full)(?: outer)? join\b|\bunion\b|\brollup\b|\bgrouping\b/i.test(text)
    const columns = column === undefined ? columnsOf(shape) : { [column]: shape }
    if (!columns) return []
    const found = fields.flatMap(({ name, dataTypeID, tableID, columnID }) => {
      const mustBe = columns[name]
      if (!mustBe) return []
      if (!mayBe(kindOf(dataTypeID), mustBe)) return [`${name} is ${nameOf(dataTypeID)} for the database, ${said(mustBe)} in the type`]
      if (neverNull.has(`${tableID}.${columnID}`) && !mayBeMadeUp && allows(mustBe, 'null')) {
        return [`${name} is never null for the database, ${said(mustBe)} in the type`]
      }
      return firstAnswer(rows, (row) => misfit(row[name], mustBe, name)) ?? []
    })
    if (column !== undefined) return found
    const all = [...namesThatDiffer(columns, fields), ...found]
    return all.length > 0 ? all : [firstAnswer(rows, (row) => misfit(row, shape, 'row')) ?? []].flat()
  }

  const nameOf = (type: number): string => expected.databaseTypes[type]?.name ?? String(type)

  function note(written: WrittenType): void {
    if (held.has(written)) return
    held.add(written)
    appendFileSync(join(folder, `${HELD}${process.pid}`), `${written.at}\n`)
  }

  const compile = PostgresQueryCompiler.prototype.compileQuery
  PostgresQueryCompiler.prototype.compileQuery = function (...query) {
    const compiled = compile.apply(this, query)
    promisesOf(compiled)
    return compiled
  }
  const ask = pg.Client.prototype.query as (...asked: unknown[]) => unknown
  pg.Client.prototype.query = function (this: pg.Client, ...asked: unknown[]) {
    const [first] = asked
    const text = typeof first === 'string' ? first : (first as pg.QueryConfig).text
    const last = asked.at(-1)
    if (typeof last === 'function') {
      const heard = (error: unknown, result?: pg.QueryResult<Row>) => {
        if (result?.fields) hold(text, result)
        last(error, result)
      }
      return ask.apply(this, [...asked.slice(0, -1), heard])
    }
    const answer = ask.apply(this, asked)
    if (!(answer instanceof Promise)) return answer
    return answer.then((result: pg.QueryResult<Row>) => {
      if (result.fields) hold(text, result)
      return result
    })
  } as typeof pg.Client.prototype.query

  return () => {
    const found = [...wrong]
    wrong.clear()
    return found
  }
}

const isRaw = (node: OperationNode): node is RawNode => node.kind === 'RawNode'

/** The columns of a built statement that are pieces of SQL, or statements whose only column is one. */
function selectionsOf(query: OperationNode): { raw: RawNode; column: string }[] {
  const { selections, returning } = query as { selections?: SelectionNode[]; returning?: { selections: SelectionNode[] } }
  return [...(selections ?? []), ...(returning?.selections ?? [])].flatMap(({ selection }) => {
    if (!AliasNode.is(selection) || !IdentifierNode.is(selection.alias)) return []
    const column = selection.alias.name
    const raws = isRaw(selection.node) ? [selection.node] : selectionsOf(selection.node).map(({ raw }) => raw)
    return raws.map((raw) => ({ raw, column }))
  })
}

const SAMPLES: Record<string, string> = {
  bool: 't',
  bytea: '\\x00',
  date: '2026-01-01',
  timestamp: '2026-01-01 00:00:00',
  timestamptz: '2026-01-01 00:00:00+00',
  interval: '1 day',
}
const NUMBERS = new Set(['int2', 'int4', 'int8', 'oid', 'float4', 'float8', 'numeric'])

/** What the program's parsers make of a type of the database. */
function asParsed(type: number, types: Expected['databaseTypes']): Shape | 'json' {
  const { name, element } = types[type] ?? { name: '', element: 0 }
  if (name === 'json' || name === 'jsonb') return 'json'
  const sample = (of: string) => (NUMBERS.has(of) ? '1' : (SAMPLES[of] ?? 'x'))
  const text = element ? `{"${sample(types[element]?.name ?? '').replaceAll('\\', '\\\\')}"}` : sample(name)
  return shapeOf(pg.types.getTypeParser(type)(text))
}

function shapeOf(value: unknown): Shape {
  if (Array.isArray(value)) return { is: 'list', of: shapeOf(value[0]) }
  if (value instanceof Date) return { is: 'Date' }
  if (Buffer.isBuffer(value)) return { is: 'Buffer' }
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return { is: typeof value } as Shape
  return { is: 'anything' }
}

const each = (shape: Shape): Shape[] => (shape.is === 'one of' ? shape.of.flatMap(each) : [shape])

const allows = (shape: Shape, is: Shape['is']): boolean => each(shape).some((one) => one.is === is)

/** The columns of a row's type; of several, each column as it may be in any. */
function columnsOf(shape: Shape): Record<string, Shape> | undefined {
  const rows = each(shape).filter((one) => one.is === 'object')
  if (rows.length === 0) return
  const names = [...new Set(rows.flatMap(({ of }) => Object.keys(of)))]
  return Object.fromEntries(names.map((name) => [name, { is: 'one of', of: rows.flatMap(({ of }) => of[name] ?? []) }]))
}

function namesThatDiffer(columns: Record<string, Shape>, fields: pg.FieldDef[]): string[] {
  const answered = fields.map(({ name }) => name)
  return [
    ...Object.keys(columns)
      .filter((name) => !answered.includes(name))
      .map((name) => `${name} is not answered`),
    ...answered.filter((name) => !(name in columns)).map((name) => `${name} is not in the type`),
    ...answered.filter((name, place) => answered.indexOf(name) < place).map((name) => `${name} is answered twice`),
  ]
}

/** Whether values of this kind can be of the type. */
function mayBe(kind: Shape | 'json', shape: Shape): boolean {
  if (kind !== 'json' && kind.is === 'anything') return true
  return each(shape).some((one) => {
    if (one.is === 'anything') return true
    if (kind === 'json') return one.is !== 'Date' && one.is !== 'Buffer' && one.is !== 'null' && one.is !== 'undefined'
    if (one.is === 'literal') return kind.is === typeof one.value
    if (one.is === 'list') return kind.is === 'list' && mayBe(kind.of, one.of)
    return one.is === kind.is
  })
}

/** Where in a value, if anywhere, it is not of the type. */
function misfit(value: unknown, shape: Shape, place: string): string | undefined {
  const wrong = () => `${place} is ${shown(value)} in a row, ${said(shape)} in the type`
  switch (shape.is) {
    case 'anything':
      return
    case 'one of': {
      if (shape.of.some((one) => !misfit(value, one, place))) return
      const [only, ...others] = each(shape).filter(({ is }) => is === 'object' || is === 'list')
      return only && others.length === 0 && typeof value === 'object' && value !== null ? misfit(value, only, place) : wrong()
    }
    case 'literal':
      return value === shape.value ? undefined : wrong()
    case 'null':
      return value === null ? undefined : wrong()
    case 'Date':
      return value instanceof Date ? undefined : wrong()
    case 'Buffer':
      return Buffer.isBuffer(value) ? undefined : wrong()
    case 'list':
      return Array.isArray(value) ? firstAnswer(value, (one) => misfit(one, shape.of, `${place}[]`)) : wrong()
    case 'object':
      if (typeof value !== 'object' || value === null) return wrong()
      return firstAnswer(Object.entries(shape.of), ([name, of]) => misfit((value as Row)[name], of, `${place}.${name}`))
    default:
      return typeof value === shape.is ? undefined : wrong()
  }
}

/** The first answer that there is. */
function firstAnswer<Of, Answer>(all: Of[], ask: (one: Of) => Answer | undefined): Answer | undefined {
  for (const one of all) {
    const answer = ask(one)
    if (answer !== undefined) return answer
  }
  return undefined
}

const shown = (value: unknown): string => JSON.stringify(value)?.slice(0, 200) ?? 'not there'

function said(shape: Shape): string {
  switch (shape.is) {
    case 'one of':
      return [...new Set(each(shape).map(said))].join(' | ')
    case 'literal':
      return JSON.stringify(shape.value)
    case 'list':
      return `(${said(shape.of)})[]`
    case 'object':
      return `{ ${Object.entries(shape.of)
        .map(([name, of]) => `${name}: ${said(of)}`)
        .join(', ')} }`
    default:
      return shape.is
  }
}
