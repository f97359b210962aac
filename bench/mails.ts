import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { freePort, startEmbeddedPostgres } from '../src/embedded-postgres/index.ts'
import { openPost } from '../tests/support/post.ts'
import { withClient } from './database.ts'
import { end, processorSeconds, serverOnAllCores } from './processes.ts'

/**
 * `npm run bench -- mails [how many]`: announcements to everybody leave by one worker and a server of mails on this machine, while somebody asks for a
 * password every few seconds. One announcement in twenty was put off before: those wait in the same line, and leave later.
 */

const SERVER = 'dist/server/main.js'
const ALL = 250_000
const MINUTES_GOAL = 60
const SECRET_GOAL_MS = 10_000
const BETWEEN_SECRETS_MS = 2_000

type Say = (line: string) => void

export async function mails(args: string[], say: Say): Promise<void> {
  const count = Number(args[0] ?? ALL)
  const folder = mkdtempSync(join(tmpdir(), 'generation-hdf-mails-'))
  const cameAt = new Map<string, number>()
  const post = await openPost((id) => cameAt.set(id, performance.now()))
  const database = await startEmbeddedPostgres({ dataDir: join(folder, 'data'), log: say })
  const url = database.ownerUrl
  const worker = (port: number) =>
    serverOnAllCores([SERVER, 'worker'], port, {
      ...{ DATABASE_URL: url, DEMO: '0', DATA_DIR: join(folder, 'data'), METRICS_PORT: `${port}` },
      SMTP_URL: `smtp://127.0.0.1:${post.port}`,
    })
  try {
    await end(await worker(await freePort()))
    await withClient(url, async (client) => {
      const queued = await fill(client, count)
      say(`${queued.length} announcements, and ${count - queued.length} that were put off, by one worker`)
      const started = performance.now()
      const sending = await worker(await freePort())
      const askedAt = new Map<string, number>()
      while (queued.some((id) => !cameAt.has(id))) {
        askedAt.set(await askPassword(client), performance.now())
        await sleep(BETWEEN_SECRETS_MS)
      }
      const came = queued.map((id) => cameAt.get(id) as number).toSorted((a, b) => a - b)
      // From the first one: the worker had to start.
      const seconds = ((came.at(-1) as number) - (came[0] as number)) / 1_000
      const used = processorSeconds(sending)
      await sleep(BETWEEN_SECRETS_MS)
      await end(sending)
      tell(say, { count: queued.length, seconds, used, beganMs: (came[0] as number) - started })
      tellSecrets(say, [...askedAt].map(([id, at]) => (cameAt.get(id) ?? Number.POSITIVE_INFINITY) - at).slice(1))
    })
  } finally {
    await database.stop()
    post.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The numbers of those that are due. */
async function fill(client: pg.Client, count: number): Promise<string[]> {
  await client.query(`insert into beneficiaries (civility, last_name, first_name, birth_date, email, created_at)
    values ('M', 'MARTIN', 'Jean', '2008-01-01', 'jean@example.org', now())`)
  const { rows } = await client.query<{ id: string; due: boolean }>(
    `insert into messages (channel, address, template, subject, body, urgency, attempts, next_attempt_at, created_at)
     select 'email', i || '@example.org', 'announcement', 'La campagne ouvre', repeat('Vous pouvez demander votre carte. ', 30), 3, 0,
       now() + case when i % 20 = 0 then interval '6 hours' else interval '0' end, now()
     from generate_series(1, $1::integer) i returning id::text, next_attempt_at <= now() as due`,
    [count],
  )
  await client.query('vacuum analyze messages')
  return rows.filter(({ due }) => due).map(({ id }) => id)
}

async function askPassword(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ id: string }>(`
    insert into messages (beneficiary_id, channel, address, template, subject, body, secret, urgency, next_attempt_at, created_at)
    select id, 'email', email, 'password', 'Mot de passe', 'Votre mot de passe : ••••••••', 'temporary-password', 0, now(), now()
    from beneficiaries returning id::text`)
  return rows[0]?.id as string
}

interface Sent {
  count: number
  seconds: number
  used: number | null
  beganMs: number
}

function tell(say: Say, { count, seconds, used, beganMs }: Sent): void {
  const minutes = (ALL / count) * (seconds / 60)
  say(
    `  ${count} in ${seconds.toFixed(1)} s, ${(count / seconds).toFixed(0)}/s, the first after ${(beganMs / 1_000).toFixed(1)} s` +
      (used === null ? '' : `; ${((used / count) * 1_000).toFixed(1)} ms of processor each in the worker, with its start`),
  )
  say(`  ${ALL} at that pace: ${minutes.toFixed(1)} minutes  goal ${MINUTES_GOAL} minutes ${minutes < MINUTES_GOAL ? 'reached' : 'MISSED'}`)
}

function tellSecrets(say: Say, delays: number[]): void {
  const worst = Math.max(...delays)
  const verdict = worst < SECRET_GOAL_MS ? 'reached' : 'MISSED'
  say(`  ${delays.length} passwords meanwhile, the slowest came after ${worst.toFixed(0)} ms  goal ${SECRET_GOAL_MS} ms ${verdict}`)
}
