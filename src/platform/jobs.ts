import { PgBoss } from 'pg-boss'
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
  boss.on('error', () => {})
  await boss.start()
  for (const job of jobs) {
    await boss.createQueue(job.name, { policy: 'exclusive', retryLimit: 0 })
    await boss.schedule(job.name, job.cron, null, { tz: 'Europe/Paris' })
    await boss.send(job.name)
    await boss.work(job.name, { pollingIntervalSeconds: 15 }, async () => {
      await job.run(site)
    })
  }
  return () => boss.stop({ graceful: true, timeout: 10_000 })
}

/** Calls `turn` again and again, waiting `milliseconds` between two calls, ten times as long when it answers false or fails. */
export function keepDoing(turn: () => Promise<boolean>, milliseconds: number): () => Promise<void> {
  let stopped = false
  let wake = () => {}
  const going = (async () => {
    while (!stopped) {
      const well = await turn().catch(() => false)
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, well ? milliseconds : milliseconds * 10)
        wake = () => {
          clearTimeout(timer)
          resolve()
        }
        if (stopped) wake()
      })
    }
  })()
  return async () => {
    stopped = true
    wake()
    await going
  }
}
