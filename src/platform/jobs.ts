import { setTimeout } from 'node:timers/promises'
import { PgBoss } from 'pg-boss'
import { inTransaction, type Tx } from './database/index.ts'
import { countRun } from './http/metrics.ts'
import type { Site } from './http/site.ts'

/** Something that the clock does. It may run twice, and decides again each time what there is to do. */
export interface Job {
  name: string
  /** When, in cron's five fields, Paris time. */
  cron: string
  run(site: Site): Promise<unknown>
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

/** Does the act in one transaction after another, some of what there is at a time, until it answers that nothing was left to do. */
export async function untilNothingIsLeft({ db, clock }: Site, act: (tx: Tx) => Promise<number | boolean>): Promise<void> {
  while (await inTransaction(db, clock.now(), act));
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
