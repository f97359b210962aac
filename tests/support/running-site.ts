import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, inject } from 'vitest'
import { loadDemonstration } from '../../database/demo/load.ts'
import { freePort } from '../../src/embedded-postgres/index.ts'
import { newSecret } from '../../src/features/people/staff-sign-in/index.ts'
import { clockFrom } from '../../src/platform/clock.ts'
import { readConfig } from '../../src/platform/config.ts'
import { openLog } from '../../src/platform/log.ts'
import { lettersOf, type Letter as SentLetter } from '../../src/platform/messages/deliver.ts'
import { hashPassword } from '../../src/platform/passwords.ts'
import { openSite, prepareDatabase } from '../../src/site.ts'
import { asOwner } from './database.ts'
import { ended } from './until.ts'

export interface Letter {
  channel: string
  to: string
  subject: string
  text: string
  sentAt: string
}

export interface RunningSite {
  url: string
  dataDir: string
  databaseUrl: string
  /** What it has counted. */
  metricsUrl: string
  /** The program itself; what it has started are its children. */
  program: ChildProcess
  /** All that the program has said until now, on both its outputs. */
  said(): string
  /** Waits until a message about that, by its subject or in its text, was sent to that address. */
  letterTo(address: string, about: string | RegExp, after?: Date): Promise<Letter>
}

/** Of everybody in the demonstration. */
export const PASSWORD = 'Beffroi2026'

const SERVER = 'dist/server/main.js'

/**
 * The built program with the named people of the demonstration, on a database of its own, served from one process unless it is said how
 * many. Gone after the test file, at whose top it is called.
 */
export async function runningSite({ processes = 1 } = {}): Promise<RunningSite> {
  const server = inject('serverUrl')
  const name = `site_${randomUUID().replaceAll('-', '')}`
  await asOwner(server, `create database ${name} template ${await namedPeople(server)} strategy file_copy`)
  const database = databaseOf(server, name)
  const dataDir = mkdtempSync(join(tmpdir(), 'generation-hdf-site-'))
  const { url, metricsUrl, program, said, end } = await start({ DATABASE_URL: database, DATA_DIR: dataDir, WEB_PROCESSES: `${processes}` })
  afterAll(async () => {
    await end()
    await asOwner(server, `drop database ${name} with (force)`)
    rmSync(dataDir, { recursive: true, force: true })
  })
  return {
    url,
    dataDir,
    databaseUrl: database,
    metricsUrl,
    program,
    said,
    letterTo: (address, about, after = new Date(0)) =>
      until(async () => {
        const answer = await fetch(`${url}/demo/messages`, { headers: { accept: 'application/json' } })
        return ((await answer.json()) as Letter[]).find(isLetter(address, about, after))
      }),
  }
}

/** The built program as it is installed: an empty database, no demonstration, mails in its outbox. Its commands too; `variables`: set for both. */
export async function newSite(variables: Record<string, string> = {}) {
  const server = inject('serverUrl')
  const name = `new_${randomUUID().replaceAll('-', '')}`
  await asOwner(server, `create database ${name}`)
  const database = databaseOf(server, name)
  const dataDir = mkdtempSync(join(tmpdir(), 'generation-hdf-new-'))
  const env = { DATABASE_URL: database, DATA_DIR: dataDir, DEMO: '0', ...variables }
  const { end, ...started } = await start(env)
  afterAll(async () => {
    await end()
    await asOwner(server, `drop database ${name} with (force)`)
    rmSync(dataDir, { recursive: true, force: true })
  })
  const config = readConfig(env)
  const site: RunningSite = {
    ...started,
    dataDir,
    databaseUrl: database,
    letterTo: (address, about, after = new Date(0)) =>
      until(async () => (await lettersOf(config, 100)).map(asWritten).find(isLetter(address, about, after))),
  }
  return { site, run: (...words: string[]) => runCommand({ ...env, PUBLIC_URL: site.url }, words) }
}

const asWritten = (letter: SentLetter): Letter => ({ ...letter, sentAt: String(letter.sentAt) })

const isLetter = (address: string, about: string | RegExp, after: Date) => (letter: Letter) =>
  letter.to === address &&
  new Date(letter.sentAt) > after &&
  (typeof about === 'string' ? letter.subject.includes(about) : about.test(letter.text))

/** What a command of the program answers, on both its outputs, and the code that it ends with. */
function runCommand(env: Record<string, string>, words: string[]): Promise<{ said: string; code: number | null }> {
  const program = spawn(process.execPath, [SERVER, ...words], { env: { ...process.env, NODE_ENV: 'test', ...env } })
  const heard: string[] = []
  for (const output of [program.stdout, program.stderr]) output.on('data', (chunk: Buffer) => heard.push(chunk.toString()))
  return new Promise((resolve) => program.once('close', (code) => resolve({ said: heard.join(''), code })))
}

/** The name of a database that holds the named people and nobody else, to copy from: made by the first file that asks for it. */
async function namedPeople(server: string): Promise<string> {
  const name = `demonstration_${inject('template')}`
  const client = new pg.Client({ connectionString: server })
  await client.connect()
  try {
    await client.query('select pg_advisory_lock(1)')
    const { rowCount } = await client.query('select from pg_database where datname = $1', [name])
    if (rowCount) return name
    await client.query(`create database ${name}`)
    await loadNamedPeople(databaseOf(server, name))
    return name
  } finally {
    await client.end()
  }
}

async function loadNamedPeople(url: string): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'generation-hdf-demonstration-'))
  const config = readConfig({ DEMO: '1', DATABASE_URL: url, DATA_DIR: dataDir })
  const log = openLog('silent')
  const database = await prepareDatabase({ url, ownerUrl: url }, log)
  const site = await openSite({ config, database, clock: clockFrom(undefined), log, clientDir: undefined })
  await loadDemonstration(url, site.clock.now(), {
    hashedPassword: () => hashPassword(PASSWORD),
    secretFor: (staffId) => newSecret(site.ibanKey, staffId),
    accountsKey: site.ibanKey,
  })
  await site.close()
  rmSync(dataDir, { recursive: true, force: true })
}

const databaseOf = (server: string, name: string): string => Object.assign(new URL(server), { pathname: `/${name}` }).href

/** Starts the program with the demonstration, and waits until it serves. */
async function start(env: Record<string, string>) {
  const [port, metricsPort] = [await freePort(), await freePort()]
  const program = spawn(process.execPath, [SERVER, 'serve'], {
    env: { ...process.env, NODE_ENV: 'test', DEMO: '1', WEB_PROCESSES: '1', PORT: `${port}`, METRICS_PORT: `${metricsPort}`, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const heard: string[] = []
  const said = () => heard.join('')
  for (const output of [program.stdout, program.stderr]) output.on('data', (chunk: Buffer) => heard.push(chunk.toString()))
  const url = `http://localhost:${port}`
  await until(async () => {
    if (program.exitCode !== null) throw new Error(`The program ended:\n${said()}`)
    return (await fetch(`${url}/readyz`).catch(() => undefined))?.ok
  }).catch((error) => {
    throw new Error(`${error.message}. It said:\n${said()}`)
  })
  return {
    url,
    metricsUrl: `http://localhost:${metricsPort}/metrics`,
    program,
    said,
    end: () => ended(program),
  }
}

const TOO_LONG_MS = 180_000

/** What `look` finds, as soon as it finds something. */
export async function until<T>(look: () => Promise<T | undefined | false>): Promise<T> {
  const started = Date.now()
  for (;;) {
    const found = await look()
    if (found) return found
    if (Date.now() - started > TOO_LONG_MS) throw new Error(`Waited ${TOO_LONG_MS / 1000} s in vain`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
