import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { DatabaseUrls } from './index.ts'
import { textOf } from './places.ts'
import { run, SURROUNDINGS } from './programs.ts'

const INVALID_PASSWORD = '28P01'
const CANNOT_CONNECT_NOW = '57P03'

/** A server of one cluster: how it is started, and the process that it is while it runs. */
export interface Server {
  cluster: string
  command: string[]
  logFile: string
  urls: DatabaseUrls
  sitePassword: string
  adminUrl: string
  log(line: string): void
  child?: ChildProcess
  stopping: boolean
}

/** After a server that was killed, its children hold its memory for about a second, in which a new one refuses to start. */
export async function launch(server: Server): Promise<void> {
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

export async function refusalOf(connectionString: string): Promise<Error | undefined> {
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

/** Tried without a pause, a server that cannot start would fill the disk with why. */
const RETRY_MS = 10_000

export async function supervise(server: Server): Promise<void> {
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
export async function shutDown(pid: number, cluster: string): Promise<void> {
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
