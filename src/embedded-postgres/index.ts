import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir, readFile, realpath, stat, truncate, writeFile } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { makeCluster, newPassword, removeHalfMade } from './cluster.ts'
import { placesIn, textOf } from './places.ts'
import { accountFor, programs } from './programs.ts'
import { launch, refusalOf, type Server, shutDown, supervise } from './server.ts'

const DATABASE = 'generation_hdf'
const LOG_BYTES_AT_MOST = 10_000_000
const SQLITE_BUSY = 5

const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  // Some tens for a site; several programs on one of these, as tests are, have theirs each.
  max_connections: 400,
  // A machine with two cores, some gigabytes and a disk without a head.
  shared_buffers: '256MB',
  random_page_cost: 1.1,
  // Compiling costs more than it saves on queries that last milliseconds.
  jit: 'off',
  // What was acknowledged survives a crash: the defaults, put out of reach of ALTER SYSTEM.
  fsync: 'on',
  synchronous_commit: 'on',
  // Statements, and the details of errors, hold the names and numbers that logs leave out.
  log_error_verbosity: 'terse',
  log_min_error_statement: 'panic',
}

/** As whom the program works, and who owns the tables and brings them up to date: the same, where there is one role only. */
export interface DatabaseUrls {
  url: string
  ownerUrl: string
}

export interface Database extends DatabaseUrls {
  stop(): Promise<void>
}

/**
 * The program's own PostgreSQL, under the data folder: made at the first start, recovered after a crash, started again
 * on the same port when it dies, and gone once `stop` resolves.
 * @throws Error when another instance runs on the same folder, or with the server's last words when it does not start.
 */
export async function startEmbeddedPostgres(options: { dataDir: string; log: (line: string) => void }): Promise<Database> {
  const lock = await lockFolder(options.dataDir)
  if (!lock) throw inUse(options.dataDir)
  return await start(lock, options.dataDir, options.log)
}

/**
 * The same where it may run already: found where another process runs it, else started for this one. `stop` stops only what was
 * started here.
 */
export async function findOrStartPostgres(dataDir: string): Promise<Database> {
  const lock = await lockFolder(dataDir)
  if (!lock) return { ...(await urlsOfRunning(dataDir)), async stop() {} }
  return await start(lock, dataDir, (line) => process.stderr.write(`${line}\n`))
}

const inUse = (dataDir: string): Error =>
  new Error(`Another instance of the program runs on ${dataDir}: stop it first, or set another DATA_DIR.`)

/**
 * A lock of the kernel's, which goes with the process however it ends; undefined while another process holds it.
 * SQLite's file locking is the one that Node offers.
 */
async function lockFolder(dataDir: string): Promise<DatabaseSync | undefined> {
  await mkdir(dataDir, { recursive: true })
  const lock = new DatabaseSync(join(dataDir, 'running.lock'))
  try {
    lock.exec('begin exclusive')
    return lock
  } catch (error) {
    lock.close()
    if ((error as { errcode?: number }).errcode === SQLITE_BUSY) return undefined
    throw error
  }
}

/** Where another process serves the database of this folder, once it does: it may be making it at this moment. */
async function urlsOfRunning(dataDir: string): Promise<DatabaseUrls> {
  const { cluster, passwordFile, sitePasswordFile } = placesIn(await realpath(dataDir))
  const givesUpAt = Date.now() + 30_000
  while (Date.now() < givesUpAt) {
    const port = (await textOf(join(cluster, 'postmaster.pid'))).split('\n')[3]
    if (port) {
      const urls = urlsOf(await textOf(passwordFile), await textOf(sitePasswordFile), port)
      if (!(await refusalOf(urls.url))) return urls
    }
    await sleep(50)
  }
  throw inUse(dataDir)
}

async function start(lock: DatabaseSync, dataDir: string, log: Server['log']): Promise<Database> {
  const server = await prepare(await realpath(dataDir), log).catch((error) => {
    lock.close()
    throw error
  })

  let supervision: Promise<void> | undefined
  const end = async () => {
    server.stopping = true
    if (server.child?.pid) await shutDown(server.child.pid, server.cluster)
    await supervision
    lock.close()
  }
  try {
    await launch(server)
    await createDatabase(server)
  } catch (error) {
    await end()
    throw error
  }
  supervision = supervise(server)

  let ending: Promise<void> | undefined
  return {
    ...server.urls,
    stop() {
      ending ??= end()
      return ending
    },
  }
}

const OWNER = 'postgres'
/** Owns nothing: the migrations give it the rights of the application. */
const SITE = 'generation_hdf_site'

const urlOf = (role: string, password: string, port: string | number, database: string): string =>
  `postgres://${role}:${password}@127.0.0.1:${port}/${database}`

const urlsOf = (password: string, sitePassword: string, port: string | number): DatabaseUrls => ({
  url: urlOf(SITE, sitePassword, port, DATABASE),
  ownerUrl: urlOf(OWNER, password, port, DATABASE),
})

async function prepare(dataDir: string, log: Server['log']): Promise<Server> {
  const { initdb, postgres } = programs()
  const { cluster, passwordFile, sitePasswordFile, logFile } = placesIn(dataDir)

  const account = await accountFor(dataDir, cluster, initdb)
  await removeHalfMade(dataDir)
  if (!existsSync(cluster)) await makeCluster(dataDir, cluster, passwordFile, account, initdb)
  if (existsSync(logFile) && (await stat(logFile)).size > LOG_BYTES_AT_MOST) await truncate(logFile)

  const port = await freePort()
  const password = await readFile(passwordFile, 'utf8')
  if (!existsSync(sitePasswordFile)) await writeFile(sitePasswordFile, newPassword(), { mode: 0o600, flush: true })
  const sitePassword = await readFile(sitePasswordFile, 'utf8')
  const settings = Object.entries({ ...SETTINGS, port }).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  return {
    cluster,
    command: [...account.prefix, postgres, '-D', cluster, ...settings],
    logFile,
    urls: urlsOf(password, sitePassword, port),
    sitePassword,
    adminUrl: urlOf(OWNER, password, port, 'postgres'),
    log,
    stopping: false,
  }
}

/** A port of this machine that nobody listens on now. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  await once(probe, 'close')
  return port
}

async function createDatabase(server: Server): Promise<void> {
  const client = new pg.Client({ connectionString: server.adminUrl })
  await client.connect()
  const { rowCount } = await client.query('select from pg_database where datname = $1', [DATABASE])
  if (!rowCount) await client.query(`create database ${DATABASE}`)
  const { rowCount: hasSite } = await client.query('select from pg_roles where rolname = $1', [SITE])
  await client.query(`${hasSite ? 'alter' : 'create'} role ${SITE} login password ${pg.escapeLiteral(server.sitePassword)}`)
  await client.end()
}
