import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, inject } from 'vitest'
import { asOwner } from './database.ts'

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
  /** All that the program has said until now, on both its outputs. */
  said(): string
  /** Waits until a message about that, by its subject or in its text, was sent to that address. */
  letterTo(address: string, about: string | RegExp, after?: Date): Promise<Letter>
}

const SERVER = 'dist/server/main.js'

/** The built program with the demonstration, on a database of its own: what `npm start` serves. Gone after the test file, at whose top it is called. */
export async function runningSite(env: Record<string, string> = {}): Promise<RunningSite> {
  const name = `site_${randomUUID().replaceAll('-', '')}`
  const server = inject('serverUrl')
  await asOwner(server, `create database ${name}`)
  const database = new URL(server)
  database.pathname = `/${name}`
  const dataDir = mkdtempSync(join(tmpdir(), 'generation-hdf-site-'))
  const port = await freePort()
  const url = `http://localhost:${port}`

  const program = spawn(process.execPath, ['--enable-source-maps', SERVER, 'serve'], {
    env: {
      ...process.env,
      NODE_ENV: 'test',
      DATABASE_URL: database.href,
      DATA_DIR: dataDir,
      DEMO: '1',
      PORT: String(port),
      METRICS_PORT: String(await freePort()),
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const said: string[] = []
  const keep = (chunk: Buffer) => said.push(chunk.toString())
  program.stdout.on('data', keep)
  program.stderr.on('data', keep)
  afterAll(async () => {
    const ended = new Promise((resolve) => program.once('exit', resolve))
    // Already gone, it would never say so.
    if (program.exitCode === null && program.signalCode === null) {
      program.kill('SIGTERM')
      await ended
    }
    await asOwner(server, `drop database ${name} with (force)`)
    rmSync(dataDir, { recursive: true, force: true })
  })
  await until(async () => {
    if (program.exitCode !== null) throw new Error(`The program ended:\n${said.join('')}`)
    return (await fetch(`${url}/readyz`).catch(() => undefined))?.ok
  }).catch((error) => {
    throw new Error(`${error.message}. It said:\n${said.join('')}`)
  })
  return {
    url,
    dataDir,
    databaseUrl: database.href,
    said: () => said.join(''),
    letterTo: (address, about, after = new Date(0)) =>
      until(async () => {
        const answer = await fetch(`${url}/demo/messages`, { headers: { accept: 'application/json' } })
        const isIt = ({ subject, text }: Letter) => (typeof about === 'string' ? subject.includes(about) : about.test(text))
        const letters = (await answer.json()) as Letter[]
        return letters.find((letter) => letter.to === address && new Date(letter.sentAt) > after && isIt(letter))
      }),
  }
}

const TOO_LONG_MS = 60_000

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

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
