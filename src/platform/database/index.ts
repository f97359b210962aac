import { createHash } from 'node:crypto'
import { Kysely, type KyselyPlugin, PostgresDialect, type Transaction } from 'kysely'
import pg from 'pg'
import { countPool, countStatement } from '../http/metrics.ts'
import type { DB } from './schema.ts'

/** The whole database, outside of any transaction: what the program starts and works with. */
export type Db = Kysely<DB>

/** Reads, and cannot write: what a page has to show itself. A `Db` or a `Tx` is one too. */
export type Reader = Pick<Db, 'selectFrom' | 'getExecutor'>

/** Writes: the transaction, and the instant at which it happens by the program's clock. */
export type Tx = Transaction<DB> & { readonly now: Date }

/** The columns that an outer join brings: those of a row, or all null. */
export type Joined<Row> = Row | { [Column in keyof Row]: null }

/** The application's own role in the database: see database/grants.sql. */
export const APPLICATION_ROLE = 'generation_hdf'

// Days stay days (pg would make local midnights of them); bigints are cents and ids, far below 2^53.
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text)
pg.types.setTypeParser(pg.types.builtins.INT8, Number)
pg.types.setTypeParser(pg.types.builtins.NUMERIC, Number)

const NAMED_STATEMENTS_AT_MOST = 500
const statementNames = new Map<string, string>()

/** One name per text, so that the server plans it once per connection. Texts built to measure stop being named past a limit. */
function nameOf(text: string): string | undefined {
  const known = statementNames.get(text)
  if (known || statementNames.size >= NAMED_STATEMENTS_AT_MOST || text.length > 8_000) return known
  const name = createHash('sha1').update(text).digest('base64url')
  statementNames.set(text, name)
  return name
}

class NamingClient extends pg.Client {
  // biome-ignore lint/suspicious/noExplicitAny: pg's own overloads, passed through
  override query(first: any, ...rest: any[]): any {
    const asked = this.#ask(first, rest)
    // Before whoever asked gives it back to the pool, which takes no connection that ends.
    if (asked instanceof Promise) {
      const started = performance.now()
      const text = typeof first === 'string' ? first : first?.text
      const over = () => (typeof text === 'string' ? countStatement(text, performance.now() - started) : undefined)
      asked.then(over, (error) => {
        over()
        if (isSpoilt(error)) this.end().catch(() => {})
      })
    }
    return asked
  }

  // biome-ignore lint/suspicious/noExplicitAny: pg's own overloads, passed through
  #ask(first: any, rest: any[]): any {
    if (typeof first !== 'string' || !Array.isArray(rest[0])) return super.query(first, ...(rest as []))
    const [values, ...others] = rest
    return super.query({ name: nameOf(first), text: first, values }, ...(others as []))
  }
}

const READ_ONLY = '25006'
const DISK_FULL = '53100'
const NOBODY_ANSWERS = /^Query read timeout/

/** Whether a connection is of no more use: it ends on a node that only reads, or nobody answers on it. */
function isSpoilt(error: unknown): boolean {
  return error instanceof Error && (('code' in error && error.code === READ_ONLY) || NOBODY_ANSWERS.test(error.message))
}

interface PoolOptions {
  /** Connections at most. */
  max?: number
  /** Milliseconds after which a connection is given up. */
  connectMs?: number
  /** Milliseconds after which a statement is given up. */
  statementMs?: number
  /** The role to act as; the connection's own without it. */
  role?: string | undefined
}

/** A pool of connections with this program's types and named statements. */
export function openPool(connectionString: string, options: PoolOptions = {}): pg.Pool {
  // Said on each connection, not asked for as it begins: a pooler passes none of that on.
  const settings = [
    ...(options.role ? [`set role ${options.role}`] : []),
    ...(options.statementMs ? [`set statement_timeout = ${options.statementMs}`] : []),
  ]
  const pool = new pg.Pool({
    connectionString,
    Client: NamingClient,
    max: options.max ?? 10,
    connectionTimeoutMillis: options.connectMs ?? 1_500,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    ...(options.statementMs ? { query_timeout: options.statementMs + 100 } : {}),
    ...(settings.length > 0 ? { onConnect: (client) => client.query(settings.join('; ')).then(() => {}) } : {}),
  })
  // A connection that breaks fails what is asked of it and is replaced; without these listeners, idle or in use, it would end the program.
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  countPool(pool)
  return pool
}

/** The typed query builder on a pool. */
export const openDatabase = (pool: pg.Pool): Db => new Kysely<DB>({ dialect: new PostgresDialect({ pool }) })

const writers = new WeakMap<Reader, Db>()

/** Reads on the connections of the pool. */
export function openReader(pool: pg.Pool, writer: Db): Reader {
  const reader: Reader = openDatabase(pool)
  writers.set(reader, writer)
  return reader
}

/**
 * The one door from reading to writing, for what is kept of a reading itself: who read whose file, what was tried, the QR code that is made when
 * it is shown. Who may open it stands in tests/architecture/reading.test.ts. A `Db` or a `Tx` is its own writer.
 */
export const writerBehind = (reader: Reader): Db => writers.get(reader) ?? (reader as Db)

/** Runs the act in one transaction that happens at `now`. Nothing slow belongs inside. */
export const inTransaction = <T>(db: Db, now: Date, act: (tx: Tx) => Promise<T>): Promise<T> =>
  db.transaction().execute((transaction) => act(Object.assign(transaction, { now })))

/** For an act that is one statement, which is a transaction by itself: two round trips less. A second statement is refused. */
export const oneStatement = (db: Db, now: Date): Tx => Object.assign(db.withPlugin(onlyOne()), { now }) as unknown as Tx

function onlyOne(): KyselyPlugin {
  let asked = 0
  return {
    transformQuery({ node }) {
      asked += 1
      if (asked > 1) throw new Error('an act of one statement asks for another, which would not be in its transaction')
      return node
    },
    transformResult: async ({ result }) => result,
  }
}

const AWAY = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ENOTFOUND',
  'ETIMEDOUT',
  '57P01',
  '57P02',
  '57P03',
  '57014',
  '53300',
  READ_ONLY,
  DISK_FULL,
])

// « Client was closed »: what a transaction gets that is rolled back on a connection that was thrown away.
const AWAY_IN_WORDS =
  /^(timeout exceeded when trying to connect|Connection terminated|Client has encountered a connection error|Client was closed|Query read timeout)/

/** Whether the error says that the database cannot be reached now, rather than that a statement is wrong. */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if ('code' in error && AWAY.has(String(error.code))) return true
  return AWAY_IN_WORDS.test(error.message)
}

/** Whether the database can be written to: not where it only reads, and a connection that ends on such a node is thrown away. */
export async function canWrite(pool: pg.Pool): Promise<boolean> {
  const client = await pool.connect()
  let isReadOnly = true
  try {
    const { rows } = await client.query<{ read_only: boolean }>("select current_setting('transaction_read_only')::boolean as read_only")
    isReadOnly = rows[0]?.read_only ?? true
  } finally {
    client.release(isReadOnly)
  }
  return !isReadOnly
}

/** The constraint or error code that a statement broke, if that is what the error is. */
export function brokenConstraint(error: unknown): string | undefined {
  return error instanceof pg.DatabaseError ? (error.constraint ?? error.code) : undefined
}
