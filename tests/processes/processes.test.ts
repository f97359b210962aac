import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { runningSite, until } from '../support/running-site.ts'

const site = await runningSite({ processes: 2 })
const { port } = new URL(site.url)
// The first of them answers before the last has begun.
await until(async () => site.said().includes('Le site'))

/** The processes that serve: those that the program has started. */
const serving = () => readFileSync(`/proc/${site.program.pid}/task/${site.program.pid}/children`, 'utf8').trim().split(' ').map(Number)

/** What is answered on a connection of its own, which is closed then. */
const asked = async (path: string) => (await fetch(`${site.url}${path}`, { headers: { connection: 'close' } })).status

const counted = async () => {
  const metrics = await (await fetch(site.metricsUrl)).text()
  return Number(/^http_requests_total\{method="GET",route="\/faq",status="200"\} (\d+)$/m.exec(metrics)?.[1])
}

test('several processes serve, and what they count is added up', async () => {
  expect(serving()).toHaveLength(2)
  for (let time = 0; time < 10; time += 1) expect(await asked('/faq')).toBe(200)
  expect(await counted()).toBe(10)
  expect(await (await fetch(site.metricsUrl)).text()).toContain('job_runs_total{job=')
})

test('one that is killed is replaced, and the other serves meanwhile', async () => {
  const [victim, other] = serving() as [number, number]
  process.kill(victim, 'SIGKILL')
  await until(async () => !serving().includes(victim))
  expect(await asked('/faq')).toBe(200)
  const now = await until(async () => serving().length === 2 && serving())
  expect(now).toContain(other)
  expect(site.said()).toContain('a web process ended')
})

test('told to stop, it lets what was begun end, takes nothing more, and leaves nothing behind', async () => {
  const left = serving()
  const ended = new Promise<number | null>((resolve) => site.program.once('exit', resolve))
  const begun = connect(Number(port), 'localhost')
  const headers = ['Host: localhost', 'Content-Type: application/x-www-form-urlencoded', 'Content-Length: 8', 'Expect: 100-continue']
  begun.write(`POST /connexion HTTP/1.1\r\n${headers.join('\r\n')}\r\n\r\n`)
  // One of them has it in hand.
  const [goOn] = await once(begun, 'data')
  expect(String(goOn)).toContain('100 Continue')
  const answer = text(begun)
  site.program.kill('SIGTERM')
  // One leaves after the other: the last serves as long as the first has something in hand.
  await until(async () => (await asked('/readyz').catch(() => undefined)) !== 200)
  begun.write('number=1')
  expect(await answer).toMatch(/^HTTP\/1\.1 403 /)
  expect(await ended).toBe(0)
  for (const pid of left) expect(() => process.kill(pid, 0)).toThrow('ESRCH')
})
