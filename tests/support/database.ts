import { randomUUID } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, inject, onTestFinished, TestRunner } from 'vitest'
import { APPLICATION_ROLE, type Db, openDatabase, openPool, openReader, type Reader, type Tx } from '../../src/platform/database/index.ts'

/** The instant at which tests happen unless they say otherwise: in the middle of the campaign that the makers make. */
export const TEST_NOW = new Date('2026-11-23T10:00:00+01:00')

export interface TestDatabase {
  url: string
  /** The owner's address: for what the application's role may not do. */
  pool: pg.Pool
  db: Db
  /** For which the database itself refuses to write: what a page is given to show itself with. */
  reader: Reader
}

/** An empty, migrated database of its own for one test file, or for the test that asks for it; gone after it. */
export async function testDatabase(): Promise<TestDatabase> {
  const name = `test_${randomUUID().replaceAll('-', '')}`
  const url = new URL(inject('serverUrl'))
  await asOwner(url.href, `create database ${name} template ${inject('template')}`)
  const own = new URL(url)
  own.pathname = `/${name}`
  const pool = openPool(own.href, { max: 20, role: APPLICATION_ROLE, connectMs: 30_000 })
  const readOnly = new URL(own)
  readOnly.searchParams.set('options', `-c role=${APPLICATION_ROLE} -c default_transaction_read_only=on`)
  const readingPool = openPool(readOnly.href, { max: 20, connectMs: 30_000 })
  // One that a test makes holds no connections while the others of its file run.
  const atItsEnd = TestRunner.getCurrentTest() ? onTestFinished : afterAll
  atItsEnd(async () => {
    await Promise.all([pool.end(), readingPool.end()])
    await asOwner(url.href, `drop database ${name} with (force)`)
  })
  const db = openDatabase(pool)
  return { url: own.href, pool, db, reader: openReader(readingPool, db) }
}

/** Runs one statement with the rights of the owner of the tables; answers the rows that it returns. */
export async function asOwner<Row extends object>(url: string, statement: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<Row>(statement)).rows
  } finally {
    await client.end()
  }
}

const ROLLED_BACK = Symbol('rolled back')

/** Runs the test in a transaction that leaves nothing behind. */
export async function rolledBack(db: Db, test: (tx: Tx) => Promise<void>, now = TEST_NOW): Promise<void> {
  await db
    .transaction()
    .execute(async (transaction) => {
      await test(Object.assign(transaction, { now }))
      throw ROLLED_BACK
    })
    .catch((thrown) => {
      if (thrown !== ROLLED_BACK) throw thrown
    })
}

/** How many wait for a lock in that database: what other test files do on the same server is nobody's business. */
export async function waitingIn(db: Db): Promise<number> {
  const { rows } = await sql<{ waiting: number }>`
    select count(*)::integer as waiting
    from pg_locks where not granted and pid in (select pid from pg_stat_activity where datname = current_database())`.execute(db)
  return rows[0]?.waiting ?? 0
}

/**
 * Runs `second` while `first` is done and not committed yet, and commits once the one waits for the other.
 * @returns how `second` ended
 */
export async function meanwhile(db: Db, first: (tx: Tx) => Promise<unknown>, second: () => Promise<unknown>) {
  const [ended] = await db
    .transaction()
    .execute(async (transaction) => {
      await first(Object.assign(transaction, { now: TEST_NOW }))
      let isOver = false
      const running = Promise.allSettled([second()]).finally(() => {
        isOver = true
      })
      while ((await waitingIn(db)) === 0) {
        if (isOver) throw new Error('The second does not wait for the first')
        await setTimeout(10)
      }
      // Not awaited here: it ends after the commit only.
      return () => running
    })
    .then((running) => running())
  return ended
}
