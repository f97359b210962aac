import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { findOrStartPostgres, freePort, startEmbeddedPostgres } from '../../src/embedded-postgres/index.ts'
import { pay } from '../../src/features/money/wallets/index.ts'
import { type Db, inTransaction, openDatabase, openPool } from '../../src/platform/database/index.ts'
import { migrate } from '../../src/platform/database/migrate.ts'
import { UserError } from '../../src/platform/errors.ts'
import { TEST_NOW } from '../support/database.ts'
import { ledgerIsClean } from '../support/ledger-model.ts'
import { Load, PAYERS, tillAt } from '../support/load.ts'
import { aHolder, aPartner, aPartnerUser } from '../support/makers.ts'
import { until } from '../support/running-site.ts'
import { ended } from '../support/until.ts'

/** No acknowledged payment is lost and none is made twice when the server or the database is killed. */

const KILLS = 3
const AMOUNT_CENTS = 1

/** Things that end with the file, the last first. */
const endings: (() => Promise<unknown> | unknown)[] = []
afterAll(async () => {
  for (const end of endings.reverse()) await end()
})

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'generation-hdf-crash-'))
  endings.push(() => rmSync(path, { recursive: true, force: true }))
  return path
}

/** Each acknowledged payment is in the journal, once, and the journal agrees with itself. */
async function everyAcknowledgedPaymentIsThere(db: Db, acknowledged: Set<string>): Promise<void> {
  const lines = await db.selectFrom('transactions').select(['request_id', 'amount_cents']).where('kind', '=', 'payment').execute()
  expect(lines.every(({ amount_cents }) => amount_cents === AMOUNT_CENTS)).toBe(true)
  expect(new Set(lines.map(({ request_id }) => request_id))).toEqual(acknowledged)
  expect(lines.length).toBe(acknowledged.size)
  await ledgerIsClean(db)
}

test('PostgreSQL is killed while payments are made', async () => {
  const dataDir = folder()
  const database = await startEmbeddedPostgres({ dataDir, log: () => {} })
  endings.push(() => database.stop())
  const pool = openPool(database.ownerUrl, { max: PAYERS, role: await migrate(database.ownerUrl, database.url) })
  endings.push(() => pool.end())
  const db = openDatabase(pool)
  const { lines, made_by } = await inTransaction(db, TEST_NOW, async (tx) => {
    const partner = await aPartner(tx)
    const wallets = []
    for (let count = 0; count < 4; count += 1) wallets.push((await aHolder(tx, { balance_cents: 1_000_000 })).wallet.id)
    const { id: made_by } = await aPartnerUser(tx, partner)
    return { lines: wallets.map((wallet_id) => ({ wallet_id, partner_id: partner.id, amount_cents: AMOUNT_CENTS })), made_by }
  })

  const load = new Load(randomUUID, async (request_id) => {
    const line = lines[Number.parseInt(request_id.slice(0, 8), 16) % lines.length] as (typeof lines)[number]
    const paying = inTransaction(db, TEST_NOW, (tx) => pay(tx, { ...line, request_id, channel: 'qr-code', made_by }))
    return paying.then(
      () => true,
      (error) => {
        if (error instanceof UserError) throw error
        return false
      },
    )
  })
  for (let kill = 0; kill < KILLS; kill += 1) {
    await load.goOnFor(200)
    killPostgres(dataDir)
  }
  await load.goOnFor(200)
  await load.end()
  await everyAcknowledgedPaymentIsThere(db, load.acknowledged)
})

const killPostgres = (dataDir: string) =>
  process.kill(Number(readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]), 'SIGKILL')

test('the program and its PostgreSQL are killed in turns while tills take payments', async () => {
  const dataDir = folder()
  const port = await freePort()
  const site = { origin: `http://localhost:${port}`, start: () => started(dataDir, port) }
  let program = await site.start()
  endings.push(() => ended(program))
  const { ownerUrl } = await findOrStartPostgres(dataDir)
  const { checkouts, post } = await tillAt(ownerUrl, { origin: site.origin, cards: 20_000 })

  const load = new Load(
    () => checkouts.pop() as string,
    async (checkoutId) => {
      const status = await post(checkoutId)
      if (status !== undefined && status !== 303 && status !== 503) throw new Error(`a payment answers ${status}`)
      return status === 303
    },
  )
  for (const victim of ['program', 'PostgreSQL', 'program', 'PostgreSQL']) {
    await load.goOnFor(60)
    if (victim === 'PostgreSQL') killPostgres(dataDir)
    else {
      await ended(program, 'SIGKILL')
      program = await site.start()
    }
  }
  await load.goOnFor(60)
  await load.end()
  expect(program.exitCode).toBeNull()

  const pool = openPool((await findOrStartPostgres(dataDir)).url)
  await everyAcknowledgedPaymentIsThere(openDatabase(pool), load.acknowledged)
  await pool.end()
})

async function started(dataDir: string, port: number): Promise<ChildProcess> {
  const env = {
    ...process.env,
    NODE_ENV: 'test',
    DATA_DIR: dataDir,
    DEMO: '0',
    WEB_PROCESSES: '2',
    PORT: `${port}`,
    METRICS_PORT: '0',
    PUBLIC_URL: `http://localhost:${port}`,
  }
  const program = spawn(process.execPath, ['dist/server/main.js', 'web'], { env, stdio: 'ignore' })
  await until(async () => {
    if (program.exitCode !== null) throw new Error('the program ended: is it built?')
    return (await fetch(`http://localhost:${port}/readyz`).catch(() => undefined))?.ok
  })
  return program
}
