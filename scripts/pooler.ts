import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmodSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { freePort, startEmbeddedPostgres } from '../src/embedded-postgres/index.ts'
import { replaced } from '../tests/cluster/nodes.ts'
import { Load, tillAt } from '../tests/support/load.ts'
import { openPost } from '../tests/support/post.ts'
import { ended, until } from '../tests/support/until.ts'
import { buildIfNeeded } from './build.ts'

/**
 * `npm run test:pooler`: the site behind the pooler of deploy/pooler. In session mode it takes payments, sends mails, is saved, and goes on once the
 * pooler has begun again; in transaction mode it refuses to start, and leaves nothing that keeps it from starting in the other.
 */
const SERVER = 'dist/server/main.js'
const PAYMENTS = 200
const CARDS = 20_000
const BETWEEN_PAYMENTS_MS = 20
const MODES = ['session', 'transaction', 'statement'] as const

const say = (line = '') => process.stdout.write(`${line}\n`)

if (spawnSync('which', ['pgbouncer']).status !== 0) {
  say('Nothing is tried: the package pgbouncer of Debian is not here.')
  process.exit(0)
}
await buildIfNeeded()
const folder = mkdtempSync(join(tmpdir(), 'generation-hdf-pooler-'))
// Whoever pgbouncer runs as reads its files.
chmodSync(folder, 0o755)
const letters = new Set<string>()
const post = await openPost((id) => letters.add(id))
const programs: ChildProcess[] = []
const database = await startEmbeddedPostgres({ dataDir: join(folder, 'data'), log: say })

type Mode = (typeof MODES)[number]
const ports: Record<Mode, number> = { session: await freePort(), transaction: await freePort(), statement: await freePort() }

const through = (address: string, mode: Mode): string => Object.assign(new URL(address), { port: `${ports[mode]}` }).href

async function startPooler(mode: Mode): Promise<ChildProcess> {
  const [server, site, owner] = [new URL(database.ownerUrl), new URL(database.url), new URL(database.ownerUrl)]
  const [users, file] = [join(folder, 'userlist.txt'), join(folder, `${mode}.ini`)]
  const quoted = ({ username, password }: URL) => [username, password].map((word) => `"${decodeURIComponent(word)}"`).join(' ')
  writeFileSync(users, `${quoted(site)}\n${quoted(owner)}\n`)
  const name = server.pathname.slice(1)
  const text = replaced('deploy/pooler/pgbouncer.ini', [
    ['generation_hdf = host=127.0.0.1 port=5432 dbname=generation_hdf', `${name} = host=127.0.0.1 port=${server.port} dbname=${name}`],
    ['listen_port = 6432', `listen_port = ${ports[mode]}`],
    ['/etc/pgbouncer/userlist.txt', users],
    ['pool_mode = session', `pool_mode = ${mode}`],
  ])
  writeFileSync(file, text)
  const log = openSync(join(folder, `${mode}.log`), 'a')
  const asWhom = process.getuid?.() === 0 ? ['-u', 'postgres'] : []
  const pooler = spawn('pgbouncer', [...asWhom, file], { stdio: ['ignore', log, log] })
  programs.push(pooler)
  await until(`pgbouncer, ${mode}`, async () => {
    const client = new pg.Client({ connectionString: through(database.ownerUrl, mode) })
    client.on('error', () => {})
    await client.connect()
    await client.end()
    return true
  })
  return pooler
}

const [key, sealKey] = [randomBytes(32).toString('base64'), randomBytes(32).toString('base64')]
const web = await freePort()
const origin = `http://localhost:${web}`
const environment = (mode: Mode) => ({
  ...{ ...process.env, NODE_ENV: 'test', DEMO: '0', PUBLIC_URL: origin, DATA_DIR: join(folder, 'site'), WEB_PROCESSES: '2' },
  ...{ DATABASE_URL: through(database.url, mode), DATABASE_OWNER_URL: through(database.ownerUrl, mode) },
  ...{ SMTP_URL: `smtp://127.0.0.1:${post.port}`, IBAN_KEY: key, SEAL_KEY: sealKey, FINGERPRINT_KEY: key },
})

async function start(command: 'web' | 'worker', port: number): Promise<ChildProcess> {
  const metrics = await freePort()
  const program = spawn(process.execPath, [SERVER, command], {
    ...{ env: { ...environment('session'), PORT: `${port}`, METRICS_PORT: `${metrics}` }, stdio: 'ignore' },
  })
  programs.push(program)
  await until(`the ${command}`, async () => (await fetch(`http://127.0.0.1:${metrics}/readyz`)).ok)
  return program
}

const command = (mode: Mode, ...args: string[]) =>
  spawnSync(process.execPath, [SERVER, ...args], {
    env: { ...environment(mode), PORT: '0', METRICS_PORT: '0' },
    encoding: 'utf8',
    timeout: 60_000,
  })

/** One line of what is told: what does not hold makes the command fail. */
function tell(what: string, holds: boolean, more = ''): void {
  say(`- ${what}: ${holds ? 'yes' : 'NO'}${more && `, ${more}`}`)
  if (!holds) process.exitCode = 1
}

try {
  const pooler = await startPooler('session')
  let site = await start('web', web)
  await start('worker', await freePort())
  const till = await tillAt(database.ownerUrl, { origin, cards: CARDS })
  const statuses = new Map<string, number>()
  const load = new Load(
    () => till.checkouts.pop() as string,
    async (checkoutId) => {
      const status = `${(await till.post(checkoutId)) ?? 'none'}`
      statuses.set(status, (statuses.get(status) ?? 0) + 1)
      return status === '303'
    },
    { pauseMs: BETWEEN_PAYMENTS_MS },
  )
  await load.goOnFor(PAYMENTS)
  tell(
    'session: payments',
    [...statuses.keys()].every((status) => status === '303'),
    `${load.acknowledged.size}`,
  )
  await ended(pooler, 'SIGKILL')
  await startPooler('session')
  await load.goOnFor(PAYMENTS)
  await load.end()
  tell(
    'session: they go on once the pooler was killed and has begun again',
    true,
    [...statuses].map(([status, count]) => `${status}: ${count}`).join(', '),
  )
  const client = new pg.Client({ connectionString: database.ownerUrl })
  await client.connect()
  // Owners are told of their payments some seconds after.
  const waiting =
    "select ((select count(*) from payments_to_tell) + (select count(*) from messages where state = 'queued'))::integer as left"
  await until('every message sent', async () => (await client.query(waiting)).rows[0].left === 0)
  const { rows } = await client.query<{ id: string }>('select id::text from messages')
  const { rows: paid } = await client.query<{ request_id: string }>("select request_id from transactions where kind = 'payment'")
  const isEachTold = rows.length === paid.length && rows.every(({ id }) => letters.has(id))
  tell('session: each payment has its mail', isEachTold, `${rows.length}`)
  const made = new Set(paid.map(({ request_id }) => request_id))
  tell('session: no payment lost, none made twice', [...load.acknowledged].every((id) => made.has(id)) && made.size === paid.length)
  for (const words of [['backup', join(folder, 'copy')], ['ledger:check']]) {
    const { status, stderr } = command('session', ...words)
    tell(`session: ${words[0]}`, status === 0, stderr.trim())
  }
  await ended(site)
  site = await start('web', web)
  tell('session: it starts again', (await fetch(`${origin}/`)).ok)
  for (const mode of ['transaction', 'statement'] as const) {
    await startPooler(mode)
    const { status, stderr } = command(mode, 'web')
    tell(`${mode}: it refuses to start`, status === 1 && stderr.startsWith('DATABASE_URL leads to'), stderr.trim())
  }
  await client.end()
  await ended(site)
  await start('web', web)
  tell('session: and starts after that as before', (await fetch(`${origin}/`)).ok)
} finally {
  for (const program of programs.reverse()) await ended(program)
  await database.stop()
  post.close()
  rmSync(folder, { recursive: true, force: true })
}
