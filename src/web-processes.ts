import cluster, { type Worker } from 'node:cluster'
import { setTimeout as sleep } from 'node:timers/promises'
import { clockAhead } from './platform/clock.ts'
import type { Config } from './platform/config.ts'
import { type Figures, figures } from './platform/http/metrics.ts'
import type { Log } from './platform/log.ts'
import { shareMachine } from './platform/machine.ts'
import { openSite, type Prepared } from './site.ts'
import { DRAIN_MS, noticeOf, startWeb, type Web } from './web.ts'

/** The web on several cores: the first process shares requests out among as many as there are, which share nothing but the database. */

/** What the first process tells one of the others. */
type Order = { say: 'begin'; database: Prepared; aheadMs: number; processes: number } | { say: 'leave' | 'drain' | 'figures' }

/** What it hears from it. */
type Report = { say: 'serving' } | { say: 'figures'; figures: Figures }

/** Whether this process is one of those that the first one has started. */
export const isOneOfSeveral = (): boolean => cluster.isWorker

const AGAIN_MS = 1_000
/** One that does not answer in time is left out of the figures. */
const FIGURES_MS = 2_000

interface Processes {
  figures(): Promise<Figures[]>
  stop(): Promise<void>
}

/**
 * Starts the processes that serve, and another for each that ends by itself.
 * @param program the file that they run, with the words that this one was started with
 */
export async function startProcesses(
  begin: { database: Prepared; aheadMs: number; processes: number },
  { program, config, log }: { program: string; config: Config; log: Log },
): Promise<Processes> {
  // Each takes connections as soon as it can. Handed out in turn, one waits until the process whose turn it is says that it has the one before: on a
  // full machine they came by some tens a second, and who stood behind them had no answer for ten seconds.
  cluster.schedulingPolicy = cluster.SCHED_NONE
  cluster.setupPrimary({ exec: program })
  const serving = new Set<Worker>()
  let isStopping = false

  function start(): Promise<void> {
    const worker = cluster.fork()
    worker.send({ say: 'begin', ...begin } satisfies Order)
    return new Promise<void>((resolve, reject) => {
      worker.on('message', (report: Report) => {
        if (report.say !== 'serving') return
        serving.add(worker)
        resolve()
      })
      worker.on('error', (error) => log.warn({ code: (error as { code?: string }).code }, 'a web process was not told'))
      worker.once('exit', (code, signal) => {
        const served = serving.delete(worker)
        reject(new Error(`A web process ended before it served (${signal ?? code}).`))
        if (!served || isStopping) return
        log.error({ code, signal }, 'a web process ended')
        void startAgain()
      })
    })
  }

  /** Until one serves: what keeps it from starting may pass, such as a database that is away. */
  async function startAgain(): Promise<void> {
    while (!isStopping) {
      await sleep(AGAIN_MS)
      if (isStopping) return
      const isServing = await start().then(
        () => true,
        () => false,
      )
      if (isServing) return
    }
  }

  const started = await Promise.allSettled(Array.from({ length: begin.processes }, start))
  const failed = started.filter(({ status }) => status === 'rejected') as PromiseRejectedResult[]
  // What none of them can do is not for them to try again: whoever started the program reads why.
  if (failed.length === started.length) {
    isStopping = true
    throw (failed[0] as PromiseRejectedResult).reason
  }
  for (const { reason } of failed) {
    log.error({ reason: (reason as Error).message }, 'a web process did not begin')
    void startAgain()
  }
  return {
    figures: async () => (await Promise.all([...serving].map(figuresOf))).filter((known) => known !== undefined),
    async stop() {
      isStopping = true
      for (const worker of serving) tell(worker, { say: 'leave' })
      await noticeOf(config)
      // One after the other: the others serve meanwhile.
      for (const worker of [...serving]) await drain(worker)
      killAll()
    },
  }
}

/** Those too that have not begun to serve. */
function killAll(): void {
  for (const worker of Object.values(cluster.workers ?? {})) worker?.process.kill('SIGKILL')
}

async function drain(worker: Worker): Promise<void> {
  const ended = new Promise((resolve) => worker.once('exit', resolve))
  tell(worker, { say: 'drain' })
  // From here on it is handed no connection; those on their way reach it before the order, and are answered. Closing by itself it would
  // give late ones back, the last of all to nobody, and whoever asked would wait for the end of the program.
  worker.disconnect()
  await Promise.race([ended, sleep(DRAIN_MS + 1_000, undefined, { ref: false })])
  if (!worker.isDead()) worker.process.kill('SIGKILL')
  await ended
}

function tell(worker: Worker, order: Order): void {
  if (worker.isConnected()) worker.send(order)
}

function figuresOf(worker: Worker): Promise<Figures | undefined> {
  return new Promise((resolve) => {
    const heard = (report: Report) => {
      if (report.say === 'figures') over(report.figures)
    }
    const timer = setTimeout(() => over(undefined), FIGURES_MS)
    const over = (known: Figures | undefined) => {
      clearTimeout(timer)
      worker.off('message', heard)
      resolve(known)
    }
    worker.on('message', heard)
    tell(worker, { say: 'figures' })
  })
}

/** What one of the processes does, from its first order to its last. The first process ends: so does it, at once. */
export async function serveAsOneOfSeveral({ config, log, clientDir }: { config: Config; log: Log; clientDir: string }): Promise<void> {
  // A terminal or a supervisor tells all of a group at once: the first process says to each when to leave.
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => {})
  const report = (said: Report) => void process.send?.(said)
  const opened = Promise.withResolvers<Awaited<ReturnType<typeof openSite>>>()
  const drained = Promise.withResolvers<void>()
  let web: Web | undefined
  process.on('message', async (order: Order) => {
    if (order.say === 'begin') {
      shareMachine(order.processes)
      openSite({ config, database: order.database, clock: clockAhead(order.aheadMs), log, clientDir }).then(opened.resolve, opened.reject)
    }
    if (order.say === 'figures') report({ say: 'figures', figures: await figures() })
    if (order.say === 'leave') web?.leave()
    if (order.say === 'drain') drained.resolve(web?.drain())
  })
  try {
    const site = await opened.promise
    web = await startWeb(site, clientDir)
    report({ say: 'serving' })
    await drained.promise
    await site.close()
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`)
    process.exitCode = 1
  }
  // Whatever is left is nobody's: the first process waits for the end of this one.
  process.exit()
}
