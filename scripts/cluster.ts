import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { freePort } from '../src/embedded-postgres/index.ts'
import { Cluster, missingPackages } from '../tests/cluster/nodes.ts'
import { Load, tillAt } from '../tests/support/load.ts'
import { openPost } from '../tests/support/post.ts'
import { ended, until } from '../tests/support/until.ts'
import { buildIfNeeded } from './build.ts'

/**
 * `npm run test:cluster`: the cluster of deploy/cluster on this machine, two web servers and a worker. Its leader is killed five times and changed on
 * purpose twice, and the member of etcd that leads is killed twice, while tills take payments by HTTP; then what was acknowledged is counted again.
 */
const SERVER = 'dist/server/main.js'
const EVENTS = ['lost', 'switched', 'lost', 'etcd', 'lost', 'switched', 'lost', 'etcd', 'lost'] as const
const IN_WORDS = {
  lost: 'the leader is killed',
  switched: 'the leader is changed',
  etcd: 'the member of etcd that leads is killed',
} as const
const CARDS = 60_000
const BETWEEN_PAYMENTS_MS = 60
const QUIET_MS = 3_000

const say = (line = '') => process.stdout.write(`${line}\n`)

const missing = missingPackages()
if (missing.length > 0) {
  say(`Nothing is tried: these packages of Debian are not here: ${missing.join(', ')}.`)
  process.exit(0)
}
await buildIfNeeded()
const folder = mkdtempSync(join(tmpdir(), 'generation-hdf-cluster-'))
const web = [await freePort(), await freePort()]
/** By its number, how often each mail came. */
const letters = new Map<string, number>()
const post = await openPost((id) => letters.set(id, (letters.get(id) ?? 0) + 1))
const programs: ChildProcess[] = []
say('Three nodes, HAProxy, two web servers and a worker begin…')
const cluster = await Cluster.start(folder, web)
try {
  await cluster.makeDatabase()
  const [url, ownerUrl, origin] = [cluster.url('hdf_site'), cluster.url('hdf_owner'), `http://localhost:${cluster.sitePort}`]
  const [key, sealKey] = [randomBytes(32).toString('base64'), randomBytes(32).toString('base64')]
  const env = {
    ...{ ...process.env, NODE_ENV: 'test', DEMO: '0', DATABASE_URL: url, DATABASE_OWNER_URL: ownerUrl, PUBLIC_URL: origin },
    ...{ DATA_DIR: join(folder, 'data'), SMTP_URL: `smtp://127.0.0.1:${post.port}`, IBAN_KEY: key, SEAL_KEY: sealKey, WEB_PROCESSES: '1' },
    FINGERPRINT_KEY: key,
  }
  const start = async (command: 'web' | 'worker', port: number) => {
    const metrics = await freePort()
    const program = spawn(process.execPath, [SERVER, command], {
      ...{ env: { ...env, PORT: `${port}`, METRICS_PORT: `${metrics}` }, stdio: ['ignore', 'ignore', 'ignore'] },
    })
    programs.push(program)
    await until(`the ${command}`, async () => (await fetch(`http://127.0.0.1:${metrics}/readyz`)).ok)
  }
  for (const port of web) await start('web', port)
  await start('worker', await freePort())
  await until('the site behind HAProxy', async () => (await fetch(`${origin}/`)).ok)

  const till = await tillAt(ownerUrl, { origin, cards: CARDS })
  const statuses = new Map<string, number>()
  const acknowledgedAt: number[] = []
  const load = new Load(
    () => till.checkouts.pop() as string,
    async (checkoutId) => {
      const status = await till.post(checkoutId)
      statuses.set(`${status ?? 'none'}`, (statuses.get(`${status ?? 'none'}`) ?? 0) + 1)
      if (status === 303) acknowledgedAt.push(performance.now())
      return status === 303
    },
    { pauseMs: BETWEEN_PAYMENTS_MS },
  )
  const happens = {
    lost: () => cluster.loseLeader(),
    switched: () => cluster.switchOver(),
    etcd: () => cluster.loseEtcd(() => load.goOnFor(100)),
  }
  say()
  say('| what happens                            | seconds without an acknowledged payment |')
  say('| --------------------------------------- | --------------------------------------- |')
  for (const event of EVENTS) {
    await load.goOnFor(100)
    const from = performance.now()
    await happens[event]()
    await cluster.isWhole()
    await load.goOnFor(100)
    say(`| ${IN_WORDS[event].padEnd(39)} | ${(longestGap(acknowledgedAt, from) / 1_000).toFixed(1).padEnd(39)} |`)
  }
  await load.end()
  say()
  say(`Answers by status: ${[...statuses].map(([status, count]) => `${status}: ${count}`).join(', ')}`)

  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  await until(
    'every message sent',
    async () => {
      // Owners are told of their payments some seconds after.
      const { rows } = await client.query(
        "select ((select count(*) from payments_to_tell) + (select count(*) from messages where state = 'queued'))::integer as left",
      )
      return rows[0].left === 0
    },
    180,
  )
  await sleep(QUIET_MS)
  const { rows: payments } = await client.query<{ request_id: string }>("select request_id from transactions where kind = 'payment'")
  const { rows: sent } = await client.query<{ id: string }>("select id::text from messages where state = 'sent'")
  await client.end()
  const made = new Set(payments.map(({ request_id }) => request_id))
  const counts = {
    'acknowledged payments': load.acknowledged.size,
    'acknowledged payments lost': [...load.acknowledged].filter((id) => !made.has(id)).length,
    'payments made twice': payments.length - made.size,
    'payments made and never acknowledged': [...made].filter((id) => !load.acknowledged.has(id)).length,
    'messages sent': sent.length,
    'messages lost': sent.filter(({ id }) => !letters.has(id)).length,
    'messages that came twice': [...letters.values()].filter((times) => times > 1).length,
  }
  for (const [what, count] of Object.entries(counts)) say(`- ${what}: ${count}`)
  const check = spawnSync(process.execPath, [SERVER, 'ledger:check'], { env, encoding: 'utf8' })
  say(`- ledger:check: ${(check.stdout + check.stderr).trim()}`)
  if (check.status !== 0) process.exitCode = 1
} finally {
  await Promise.all(programs.map((program) => ended(program)))
  await cluster.stop()
  post.close()
  rmSync(folder, { recursive: true, force: true })
}

/** The longest time without any, from that instant on. */
function longestGap(instants: readonly number[], from: number): number {
  const since = [from, ...instants.filter((at) => at >= from)]
  return Math.max(...since.slice(1).map((at, index) => at - (since[index] as number)))
}
