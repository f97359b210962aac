import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { expect, test, vi } from 'vitest'
import { testSite } from '../../tests/support/app.ts'
import { TEST_NOW, testDatabase } from '../../tests/support/database.ts'
import { figures, metricsOf } from './http/metrics.ts'
import type { Site } from './http/site.ts'
import { inSteps, type Job, startJobs } from './jobs.ts'
import { forgetOldTries } from './limits.ts'
import { openLog } from './log.ts'

const database = await testDatabase()

test('what the clock did not do while nobody worked is done at start', async () => {
  const { site } = testSite(database)
  const { promise: done, resolve } = Promise.withResolvers<string>()
  const yearly = { name: 'yearly', cron: '0 4 1 1 *', run: async () => resolve('done') }
  const stop = startJobs(site, database.url, [yearly])
  expect(await done).toBe('done')
  await stop()
})

test('a job that fails says so, by its name and the code of what happened, and is counted', async () => {
  const { site } = testSite(database)
  const log = openLog('silent')
  const said = vi.spyOn(log, 'error')
  const failing = {
    name: 'failing',
    cron: '0 4 1 1 *',
    run: async () => {
      throw Object.assign(new Error('DUPONT cannot be deleted'), { code: '23503' })
    },
  }
  const stop = startJobs({ ...site, log }, database.url, [failing])
  await expect.poll(() => said.mock.calls).toContainEqual([{ job: 'failing', name: 'Error', code: '23503' }, 'job failed'])
  await stop()
  expect(await metricsOf([await figures()])).toContain('job_runs_total{job="failing",outcome="failed"} 1')
  expect(JSON.stringify(said.mock.calls)).not.toContain('DUPONT')
})

/** A job of that name that says when it begins, and ends when it is let go. */
function aJob(name: string, cron = '0 4 1 1 *') {
  const [begun, held] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const runs: string[] = []
  const run = async () => {
    runs.push('begun')
    begun.resolve()
    await held.promise
    runs.push('ended')
  }
  return { job: { name, cron, run }, runs, begun: begun.promise, end: held.resolve }
}

/** What a worker does at its start is over when a job that it never did is. */
async function startedWith(site: Site, job: Job): Promise<() => Promise<void>> {
  const mark = aJob(`after ${randomUUID()}`)
  mark.end()
  const stop = startJobs(site, database.url, [job, mark.job])
  await mark.begun
  return stop
}

test('a job that runs on one worker begins on no other, and once done is done for all', async () => {
  const { site } = testSite(database)
  const { job, runs, begun, end } = aJob('one at a time')
  const stop = startJobs(site, database.url, [job])
  await begun
  const stopOther = await startedWith(site, job)
  end()
  await Promise.all([stop(), stopOther()])
  await (await startedWith(site, job))()
  expect(runs).toEqual(['begun', 'ended'])
})

test('a job that failed is done at the next start', async () => {
  const { site } = testSite(database)
  const { promise: failed, resolve } = Promise.withResolvers<void>()
  const job = { name: 'tried again', cron: '0 4 1 1 *', run: async () => Promise.reject(resolve()) }
  const stop = startJobs(site, database.url, [job])
  await failed
  await stop()
  const again = aJob('tried again')
  again.end()
  const stopAgain = startJobs(site, database.url, [again.job])
  await again.begun
  await stopAgain()
  expect(again.runs).toEqual(['begun', 'ended'])
})

test('a job is done at each of its hours', async () => {
  const { site } = testSite(database)
  const { promise: thirdTime, resolve } = Promise.withResolvers<void>()
  const hours: Date[] = []
  const run = async () => {
    const { hour } = await site.db.selectFrom('job_runs').select('hour').where('name', '=', 'each second').executeTakeFirstOrThrow()
    hours.push(hour)
    if (hours.length === 3) resolve()
  }
  const stop = startJobs(site, database.url, [{ name: 'each second', cron: '* * * * * *', run }])
  await thirdTime
  await stop()
  expect(new Set(hours.map((hour) => hour.getTime())).size).toBe(hours.length)
})

test('who stops waits for the job that runs', async () => {
  const { site } = testSite(database)
  const { promise: begun, resolve } = Promise.withResolvers<void>()
  const done: unknown[] = []
  const run = async () => {
    resolve()
    done.push(await sql`select count(*) from generate_series(1, 2000000)`.execute(site.db))
  }
  const stop = startJobs(site, database.url, [{ name: 'waited for', cron: '0 4 1 1 *', run }])
  await begun
  await stop()
  expect(done).toHaveLength(1)
})

test('a step that fails keeps the next from nothing', async () => {
  const done: string[] = []
  const steps = inSteps(
    async () => done.push('one'),
    async () => {
      throw new Error('two')
    },
    async () => done.push('three'),
  )
  await expect(steps).rejects.toThrow('two')
  expect(done).toEqual(['one', 'three'])
})

test('what is deleted in slices is deleted whole, and nothing else is', async () => {
  const { site } = testSite(database)
  const [past, later] = [new Date(TEST_NOW.getTime() - 1000), new Date(TEST_NOW.getTime() + 1000)]
  await sql`insert into limits select sha256(n::text::bytea), 1, ${past} from generate_series(1, 12000) n`.execute(site.db)
  await sql`insert into limits values (sha256('later'), 1, ${later})`.execute(site.db)
  await forgetOldTries(site.db, TEST_NOW)
  expect(await site.db.selectFrom('limits').select('window_ends_at').execute()).toEqual([{ window_ends_at: later }])
})

test('what somebody holds is left for the next time, and nothing waits for it', async () => {
  const { site } = testSite(database)
  await site.db.deleteFrom('limits').execute()
  await sql`insert into limits select sha256(n::text::bytea), n, ${TEST_NOW} from generate_series(1, 3) n`.execute(site.db)
  await site.db.transaction().execute(async (holder) => {
    await sql`select from limits where tries = 2 for update`.execute(holder)
    await site.db.transaction().execute(async (tx) => {
      await sql`set local lock_timeout = '2s'`.execute(tx)
      await forgetOldTries(tx, TEST_NOW)
    })
  })
  expect(await site.db.selectFrom('limits').select('tries').execute()).toEqual([{ tries: 2 }])
})
