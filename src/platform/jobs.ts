import { setTimeout } from 'node:timers/promises'
import { PgBoss } from 'pg-boss'
import { inTransaction, type Tx } from './database/index.ts'
import { Slice } from './database/slices.ts'
import { countRun } from './http/metrics.ts'
import type { Site } from './http/site.ts'

/** Something that the clock does. It may run twice, and decides again each time what there is to do. */
export interface Job {
  name: string
  /** When, in cron's five fields, Paris time. */
  cron: string
  /** `atOnce`: how many rows in one transaction, where they are done by slices. */
  run(site: Site, atOnce?: number): Promise<unknown>
}

/**
 * Runs the jobs at their hours, one worker at a time whatever the number of servers; and once at start, for the hours that went by
 * while nobody worked.
 * @returns stops taking new jobs and waits for the one that runs
 */
export async function startJobs(site: Site, connectionString: string, jobs: Job[]): Promise<() => Promise<void>> {
  const boss = new PgBoss({ connectionString, max: 3 })
  // Without a listener an unreachable database would end the program; pg-boss tries again by itself.
  boss.on('error', ({ name, code }: { name: string; code?: string }) => site.log.warn({ name, code }, 'jobs wait'))
  await boss.start()
  for (const job of jobs) {
    await boss.createQueue(job.name, { policy: 'exclusive', retryLimit: 0 })
    await boss.schedule(job.name, job.cron, null, { tz: 'Europe/Paris' })
    await boss.send(job.name)
    await boss.work(job.name, { pollingIntervalSeconds: 15 }, async () => {
      try {
        await job.run(site)
        countRun(job.name, 'done')
      } catch (error) {
        countRun(job.name, 'failed')
        const { name, code } = error as { name?: string; code?: string }
        site.log.error({ job: job.name, name, code }, 'job failed')
        throw error
      }
    })
  }
  return () => boss.stop({ graceful: true, timeout: 10_000 })
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
