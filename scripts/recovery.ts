import { type ChildProcess, type SpawnOptions, spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { freePort } from '../src/embedded-postgres/index.ts'
import { postgresBin, replaced, whoRunsPostgres } from '../tests/cluster/nodes.ts'
import { Load, tillAt } from '../tests/support/load.ts'
import { ended, until } from '../tests/support/until.ts'
import { buildIfNeeded } from './build.ts'

/**
 * `npm run test:recovery`: a server of PostgreSQL that archives by deploy/recovery/archive.conf, the site on it, a base backup, payments, a mistake
 * and payments after it; then the base backup goes forward to just before the mistake by deploy/recovery/recovery.conf, and what is there is counted.
 */
const SERVER = 'dist/server/main.js'
const PAYMENTS = 100
const CARDS = 20_000
const BETWEEN_PAYMENTS_MS = 20
const PASSWORD = 'of-the-database'
const MISTAKE = "update beneficiaries set last_name = 'ERREUR'"

const say = (line = '') => process.stdout.write(`${line}\n`)

/** One line of what is told: what does not hold makes the command fail. */
function tell(what: string, holds: boolean, more = ''): void {
  say(`- ${what}: ${holds ? 'yes' : 'NO'}${more && `, ${more}`}`)
  if (!holds) process.exitCode = 1
}

const bin = postgresBin()
if (!bin) {
  say('Nothing is tried: the package postgresql of Debian is not here.')
  process.exit(0)
}
await buildIfNeeded()
const folder = mkdtempSync(join(tmpdir(), 'generation-hdf-recovery-'))
const postgres = whoRunsPostgres()
const [archive, base, data] = [join(folder, 'archive'), join(folder, 'base'), join(folder, 'data')]
chmodSync(folder, 0o755)
for (const path of [archive, base, data]) {
  mkdirSync(path, { mode: 0o700 })
  if (postgres.uid !== undefined) chownSync(path, postgres.uid, postgres.gid as number)
}
const password = join(folder, 'password')
writeFileSync(password, PASSWORD)

/** A program of PostgreSQL, until it has ended. */
function run(program: string, ...args: string[]): string {
  const options: SpawnOptions = { ...postgres, env: { ...process.env, PGPASSWORD: PASSWORD } }
  const { status, stdout, stderr } = spawnSync(join(bin as string, program), args, { ...options, encoding: 'utf8' })
  if (status !== 0) throw new Error(`${program}: ${stderr}`)
  return `${stdout}`
}

const urlAt = (port: number, role: string, database = 'generation_hdf') => `postgres://${role}:${PASSWORD}@127.0.0.1:${port}/${database}`

async function ask<Row extends pg.QueryResultRow>(connectionString: string, text: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString })
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query<Row>(text)).rows
  } finally {
    await client.end()
  }
}

const programs: ChildProcess[] = []

/** A server of the database in that folder, with those lines at the end of its configuration. */
async function startPostgres(at: string, port: number, conf: string): Promise<ChildProcess> {
  const file = join(at, 'postgresql.conf')
  writeFileSync(file, `${readFileSync(file, 'utf8')}\nlisten_addresses = '127.0.0.1'\nunix_socket_directories = ''\n${conf}`)
  const log = openSync(join(folder, 'postgres.log'), 'a')
  const server = spawn(join(bin as string, 'postgres'), ['-D', at, '-p', `${port}`], { ...postgres, stdio: ['ignore', log, log] })
  programs.push(server)
  await until('the database', () => ask(urlAt(port, 'postgres', 'postgres'), 'select 1'))
  return server
}

const conf = (name: string, changes: [string, string][]) =>
  replaced(`deploy/recovery/${name}.conf`, [['/srv/archive', archive], ...changes])
const keys = Object.fromEntries(['IBAN_KEY', 'SEAL_KEY', 'FINGERPRINT_KEY'].map((name) => [name, randomBytes(32).toString('base64')]))
const web = await freePort()
const environment = (port: number) => ({
  ...{ ...process.env, ...keys, NODE_ENV: 'test', DEMO: '0', PUBLIC_URL: `http://localhost:${web}`, DATA_DIR: join(folder, 'site') },
  ...{ DATABASE_URL: urlAt(port, 'hdf_site'), DATABASE_OWNER_URL: urlAt(port, 'hdf_owner'), WEB_PROCESSES: '1' },
})

/** The site and its worker on that database. */
async function startSite(port: number): Promise<ChildProcess> {
  const metrics = await freePort()
  const env = { ...environment(port), PORT: `${web}`, METRICS_PORT: `${metrics}` }
  const site = spawn(process.execPath, [SERVER, 'serve'], { env, stdio: 'ignore' })
  programs.push(site)
  await until('the site', async () => (await fetch(`http://127.0.0.1:${metrics}/readyz`)).ok)
  return site
}

try {
  run(
    'initdb',
    '-D',
    data,
    '-U',
    'postgres',
    '--pwfile',
    password,
    '-A',
    'scram-sha-256',
    '--data-checksums',
    '-E',
    'UTF8',
    '--locale',
    'C.UTF-8',
  )
  const port = await freePort()
  const server = await startPostgres(data, port, conf('archive', []))
  for (const statement of [
    `create role hdf_owner login createrole password '${PASSWORD}'`,
    `create role hdf_site login password '${PASSWORD}'`,
    'create database generation_hdf owner hdf_owner',
  ])
    await ask(urlAt(port, 'postgres', 'postgres'), statement)
  let site = await startSite(port)
  const till = await tillAt(urlAt(port, 'hdf_owner'), { origin: `http://localhost:${web}`, cards: CARDS })
  const load = new Load(
    () => till.checkouts.pop() as string,
    async (checkoutId) => (await till.post(checkoutId)) === 303,
    { pauseMs: BETWEEN_PAYMENTS_MS },
  )
  await load.goOnFor(PAYMENTS)

  run('pg_basebackup', '-d', urlAt(port, 'postgres', 'postgres'), '-D', base, '-c', 'fast', '-X', 'fetch')
  tell('a base backup is made while the site takes payments, and verified', /successfully verified/.test(run('pg_verifybackup', base)))
  await load.goOnFor(PAYMENTS)

  const owner = urlAt(port, 'hdf_owner')
  const before = new Set(load.acknowledged)
  const [instant] = await ask<{ at: string }>(owner, 'select clock_timestamp()::text as at')
  await sleep(1_000)
  await ask(owner, MISTAKE)
  say(`- the mistake: ${MISTAKE}`)
  await load.goOnFor(PAYMENTS)
  await load.end()
  await ended(site)
  const [switched] = await ask<{ name: string }>(urlAt(port, 'postgres', 'postgres'), 'select pg_walfile_name(pg_switch_wal()) as name')
  await until('the last piece in the archive', async () => existsSync(join(archive, switched?.name as string)))
  await ended(server)
  say(`- pieces in the archive: ${readdirSync(archive).length}`)

  const started = performance.now()
  writeFileSync(join(base, 'recovery.signal'), '')
  if (postgres.uid !== undefined) chownSync(join(base, 'recovery.signal'), postgres.uid, postgres.gid as number)
  const other = await freePort()
  await startPostgres(base, other, conf('recovery', [['2026-11-30 10:41:00+01', instant?.at as string]]))
  const recovered = urlAt(other, 'hdf_owner')
  await until('the end of the recovery', async () => {
    const [row] = await ask<{ over: boolean }>(recovered, 'select not pg_is_in_recovery() as over')
    return row?.over
  })
  tell(`the base backup goes forward to ${instant?.at}`, true, `${((performance.now() - started) / 1_000).toFixed(1)} s`)

  const wrong = await ask(recovered, "select from beneficiaries where last_name = 'ERREUR'")
  tell('the mistake is not there', wrong.length === 0)
  const paid = await ask<{ request_id: string }>(recovered, "select request_id from transactions where kind = 'payment'")
  const made = new Set(paid.map(({ request_id }) => request_id))
  tell(
    'no payment of before it is lost, none is made twice',
    [...before].every((id) => made.has(id)) && made.size === paid.length,
    `${before.size}`,
  )
  const after = [...load.acknowledged].filter((id) => !made.has(id))
  say(`- payments of after it, which are lost with it and are in the archive: ${after.length}`)
  const { status, stdout, stderr } = spawnSync(process.execPath, [SERVER, 'ledger:check'], {
    env: { ...environment(other), PORT: '0', METRICS_PORT: '0' },
    encoding: 'utf8',
  })
  tell('ledger:check', status === 0, `${stdout.trim().split('\n').at(-1) ?? ''} ${stderr.trim()}`.trim())
  site = await startSite(other)
  tell('the site takes payments again', (await till.post(till.checkouts.pop() as string)) === 303)
  await ended(site)
} finally {
  for (const program of programs.reverse()) await ended(program)
  rmSync(folder, { recursive: true, force: true })
}
