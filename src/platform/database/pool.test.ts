import { connect, createServer, type Socket } from 'node:net'
import { sql } from 'kysely'
import { expect, inject, onTestFinished, test } from 'vitest'
import { asOwner, TEST_NOW, testDatabase } from '../../../tests/support/database.ts'
import { canWrite, inTransaction, isDatabaseAway, openDatabase, openPool } from './index.ts'

const { url } = await testDatabase()
const name = new URL(url).pathname.slice(1)

function poolOf(address: string, statementMs?: number) {
  const pool = openPool(address, { max: 1, ...(statementMs && { statementMs }) })
  const db = openDatabase(pool)
  onTestFinished(() => db.destroy())
  return { pool, db }
}

const write = (db: ReturnType<typeof openDatabase>) => sql`create table if not exists written_to (at timestamptz)`.execute(db)

/** As on a node that follows another one: connections that are made meanwhile cannot write, then or later. */
async function whileItOnlyReads(act: () => Promise<void>) {
  await asOwner(inject('serverUrl'), `alter database ${name} set default_transaction_read_only = on`)
  await act()
  await asOwner(inject('serverUrl'), `alter database ${name} reset default_transaction_read_only`)
}

test('a connection that ends on a node that only reads is thrown away, and the next one writes', async () => {
  const { db } = poolOf(url)
  await whileItOnlyReads(async () => {
    expect(isDatabaseAway(await write(db).catch((error) => error))).toBe(true)
    expect(isDatabaseAway(await inTransaction(db, TEST_NOW, write).catch((error) => error))).toBe(true)
  })
  await inTransaction(db, TEST_NOW, write)
})

test('a server is not ready while it cannot write, and is once it can', async () => {
  const { pool } = poolOf(url)
  await whileItOnlyReads(async () => expect(await canWrite(pool)).toBe(false))
  expect(await canWrite(pool)).toBe(true)
})

/** Between the program and its database: what is sent is passed on, until it is silent. */
async function wire() {
  const { hostname, port } = new URL(url)
  let isSilent = false
  const ends: Socket[] = []
  const server = createServer((near) => {
    const far = connect(Number(port), hostname)
    ends.push(near, far)
    near.on('data', (bytes) => isSilent || far.write(bytes)).on('error', () => {})
    far.on('data', (bytes) => isSilent || near.write(bytes)).on('error', () => {})
  }).listen(0)
  onTestFinished(() => {
    for (const end of ends) end.destroy()
    server.close()
  })
  const address = server.address()
  const through = new URL(url)
  through.hostname = 'localhost'
  through.port = String(typeof address === 'object' && address?.port)
  return {
    url: through.href,
    setSilent(silent: boolean) {
      isSilent = silent
    },
  }
}

test('a connection on which nobody answers is thrown away, and the next one is answered', async () => {
  const between = await wire()
  const { db } = poolOf(between.url, 300)
  await sql`select 1`.execute(db)
  between.setSilent(true)
  const unanswered = await inTransaction(db, TEST_NOW, (tx) => sql`select 1`.execute(tx)).catch((error) => error)
  expect(isDatabaseAway(unanswered)).toBe(true)
  between.setSilent(false)
  expect((await sql<{ one: number }>`select 1 as one`.execute(db)).rows).toEqual([{ one: 1 }])
})
