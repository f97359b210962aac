import { setTimeout } from 'node:timers/promises'
import { Cron } from 'croner'
import type pg from 'pg'
import { type Db, inTransaction, openPool, type Tx } from './database/index.ts'
import { Slice } from './database/slices.ts'
import { countRun } from './http/metrics.ts'
import type { Site } from './http/site.ts'

/** Something that the clock does. It may run twice, and decides again each time what there is to do. */
export interface Job {
  name: string
  /** When, in cron's five fields, or six of which the first is seconds; Paris time. */
  cron: string
  /** `atOnce`: how many rows in one transaction, where they are done by slices. */
  run(site: Site, atOnce?: number): Promise<unknown>
}

const EVERY_MS = 1_000
/** Longer than this a job that runs makes no server wait that stops. */
const STOPPING_MS = 10_000
/** Jobs at a time on one worker: each holds a connection while it runs. */
const AT_ONCE = 3
const CLOCK_LOCK = 20_610_302

/**
 * Runs each job once at its hour, whatever the number of workers, and never twice at a time; and at start those whose hour went by while
 * nobody worked, or that failed at it.
 * @returns stops taking new jobs and waits for those that run
 */
export function startJobs(site: Site, connectionString: string, jobs: Job[]): () => Promise<void> {
  const locks = openPool(connectionString, { max: AT_ONCE, connectMs: 0 })
  const stops = jobs.map((job) => keepDoing(atItsHours(site, locks, job), EVERY_MS))
  return async () => {
    const stopped = Promise.all(stops.map((stop) => stop())).then(() => locks.end())
    await Promise.race([stopped, setTimeout(STOPPING_MS, undefined, { ref: false })])
  }
}

/** Does the job when an hour of it has come that nobody has taken; asks the database then only. */
function atItsHours(site: Site, locks: pg.Pool, job: Job) {
  const hours = new Cron(job.cron, { timezone: 'Europe/Paris' })
  let settled: Date | undefined
  return async (stopping: AbortSignal): Promise<boolean> => {
    // By the machine's time: the demonstration's may be moved from one start to the next.
    const [hour] = hours.previousRuns(1)
    if (!hour || (settled && settled >= hour)) return true
    try {
      const isFree = await underItsLock(locks, job.name, async () => {
        if (!stopping.aborted && (await take(site.db, job.name, hour, !settled))) await run(site, job)
        settled = hour
      })
      return isFree
    } catch (error) {
      const { name, code } = error as { name?: string; code?: string }
      site.log.warn({ job: job.name, name, code }, 'jobs wait')
      return false
    }
  }
}

/** The lock goes with its connection, however the worker ends. False when another holds it: the job runs there. */
async function underItsLock(locks: pg.Pool, name: string, act: () => Promise<void>): Promise<boolean> {
  const holder = await locks.connect()
  try {
    const { rows } = await holder.query<{ free: boolean }>('select pg_try_advisory_lock($1, hashtext($2)) as free', [CLOCK_LOCK, name])
    if (rows[0]?.free) await act()
    return rows[0]?.free === true
  } finally {
    holder.release(true)
  }
}

/** Whether that hour of the job is for whoever asks: nobody took it, or, at start, whoever did has not done it. */
async function take(db: Db, name: string, hour: Date, isStart: boolean): Promise<boolean> {
  const taken = await db
    .insertInto('job_runs')
    .values({ name, hour, done: false })
    .onConflict((known) =>
      known
        .column('name')
        .doUpdateSet({ hour, done: false })
        .where(({ eb, or }) => or([eb('job_runs.hour', '<', hour), ...(isStart ? [eb('job_runs.done', '=', false)] : [])])),
    )
    .returning('name')
    .executeTakeFirst()
  return taken !== undefined
}

async function run(site: Site, job: Job): Promise<void> {
  const started = performance.now()
  try {
    await job.run(site)
    await site.db.updateTable('job_runs').set({ done: true }).where('name', '=', job.name).execute()
    countRun(job.name, 'done', performance.now() - started)
  } catch (error) {
    countRun(job.name, 'failed', performance.now() - started)
    const { name, code } = error as { name?: string; code?: string }
    site.log.error({ job: job.name, name, code }, 'job failed')
  }
}

type ActOnSlice = (tx: Tx, slice: Slice) => Promise<number | boolean>

/**
 * Does the act in one transaction after another, so many rows at a time, until it answers that nothing was left to do. Where one row makes
 * it fail, each of the slice is done by itself: the one that cannot be is given up and logged, and the job fails once all the others are done.
 */
export const untilNothingIsLeft = (site: Site, atOnce: number, act: ActOnSlice): Promise<void> => bySlices(site, atOnce, act, true)

/** Likewise, once: the others are for the next time. */
export const oneSlice = (site: Site, atOnce: number, act: ActOnSlice): Promise<void> => bySlices(site, atOnce, act, false)

async function bySlices({ db, clock, log }: Site, atOnce: number, act: ActOnSlice, isAgain: boolean): Promise<void> {
  const givenUp: number[] = []
  const failures: unknown[] = []
  while ((await round(atOnce)) && isAgain);
  if (failures.length > 0) throw failures[0]

  async function round(atMost: number): Promise<number | boolean> {
    const slice = new Slice(atMost, givenUp)
    try {
      return await inTransaction(db, clock.now(), (tx) => act(tx, slice))
    } catch (error) {
      const [row] = slice.taken
      // Before any row was taken, it is none of theirs that is wrong; taken again, it would be for ever.
      if (row === undefined || givenUp.includes(row)) throw error
      if (slice.taken.length > 1) {
        for (const _ of slice.taken) await round(1)
        return true
      }
      givenUp.push(row)
      failures.push(error)
      const { name, code } = error as { name?: string; code?: string }
      log.error({ row, name, code }, 'row given up')
      return true
    }
  }
}

/** Does each step in its order, all of them even when one fails, and fails then as the first of those did. */
export async function inSteps(...steps: (() => Promise<unknown>)[]): Promise<void> {
  const failures: unknown[] = []
  for (const step of steps) await step().catch((error) => failures.push(error))
  if (failures.length > 0) throw failures[0]
}

/**
 * Calls `turn` again and again, waiting `milliseconds` between two calls, ten times as long when it answers false or fails. A turn that has
 * much to do looks at the signal between two things, and ends there.
 */
export function keepDoing(turn: (stopping: AbortSignal) => Promise<boolean>, milliseconds: number): () => Promise<void> {
  const stop = new AbortController()
  const going = (async () => {
    while (!stop.signal.aborted) {
      const well = await turn(stop.signal).catch(() => false)
      await setTimeout(well ? milliseconds : milliseconds * 10, undefined, { signal: stop.signal }).catch(() => {})
    }
  })()
  return async () => {
    stop.abort()
    await going
  }
}
