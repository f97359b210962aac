import {
  AggregatorRegistry,
  Counter,
  collectDefaultMetrics,
  Gauge,
  Histogram,
  type MetricObjectWithValues,
  type MetricValue,
  Registry,
} from 'prom-client'

/** A statement that takes longer is counted: a page has to answer within it. */
const SLOW_MS = 300

const metrics = new Registry()
collectDefaultMetrics({ register: metrics })

const requests = new Counter({
  name: 'http_requests_total',
  help: 'Requests answered, by method, route and status',
  labelNames: ['method', 'route', 'status'],
  registers: [metrics],
})

const duration = new Histogram({
  name: 'http_request_duration_seconds',
  help: 'Time to answer, by route',
  labelNames: ['route'],
  buckets: [0.005, 0.02, 0.05, 0.1, 0.3, 0.5, 1, 2],
  registers: [metrics],
})

const runs = new Counter({
  name: 'job_runs_total',
  help: 'Runs of the jobs of the clock, by job and by how they ended',
  labelNames: ['job', 'outcome'],
  registers: [metrics],
})

const lasted = new Gauge({
  name: 'job_last_run_seconds',
  help: 'How long the last run of each job took',
  labelNames: ['job'],
  registers: [metrics],
})

const alerts = new Counter({
  name: 'alerts_total',
  help: 'What the program noticed and somebody should look at, by kind',
  labelNames: ['kind'],
  registers: [metrics],
})

const notices = new Counter({
  name: 'notices_total',
  help: 'What was refused and somebody may have to hear of, by kind: wrong passwords, lock-outs, forged posts, objects of others',
  labelNames: ['kind'],
  registers: [metrics],
})

const messages = new Counter({
  name: 'messages_total',
  help: 'Messages handed over or not, by channel and by outcome: sent, later, failed (given up), away (the post did not answer)',
  labelNames: ['channel', 'outcome'],
  registers: [metrics],
})

const away = new Counter({
  name: 'database_away_total',
  help: 'Requests answered 503 because the database did not answer in time',
  registers: [metrics],
})

const slow = new Counter({
  name: 'slow_statements_total',
  help: `Statements that took more than ${SLOW_MS} milliseconds, by verb and first table, view or function`,
  labelNames: ['statement'],
  registers: [metrics],
})

new Gauge({
  name: 'database_connections',
  help: 'Connections of the pools of this program: in use, idle, and who waits for one',
  labelNames: ['state'],
  registers: [metrics],
  collect() {
    const sum = (of: (pool: Pool) => number) => [...pools].reduce((total, pool) => total + of(pool), 0)
    this.set(
      { state: 'used' },
      sum(({ totalCount, idleCount }) => totalCount - idleCount),
    )
    this.set(
      { state: 'idle' },
      sum(({ idleCount }) => idleCount),
    )
    this.set(
      { state: 'waiting' },
      sum(({ waitingCount }) => waitingCount),
    )
  },
})

const waiting = new Gauge({
  name: 'messages_waiting',
  help: 'Messages of the whole site that have not left, by channel',
  labelNames: ['channel'],
  registers: [metrics],
})

const oldest = new Gauge({
  name: 'messages_oldest_seconds',
  help: 'Since when the oldest message that is due has waited, by channel',
  labelNames: ['channel'],
  registers: [metrics],
})

const filesWaiting = new Gauge({
  name: 'files_waiting',
  help: 'Files of the whole site that are on their way between database and store, by where they go; none without a store',
  labelNames: ['to'],
  registers: [metrics],
})

const late = new Gauge({
  name: 'job_late_seconds',
  help: 'Since when a job of the clock should have been done and is not; only those that are late',
  labelNames: ['job'],
  registers: [metrics],
})

const silent = new Gauge({
  name: 'worker_silent_seconds',
  help: 'Since when no worker has taken any job of the clock: some are taken every minute',
  registers: [metrics],
})

const answers = new Gauge({
  name: 'database_answers',
  help: 'Whether the database answered to whoever reads these figures: 1 or 0',
  registers: [metrics],
})

/** What waits in the database, of the whole site. */
export interface Waiting {
  messages: { channel: string; waiting: number; oldest_seconds: number }[]
  /** Null where there is no store. */
  files: { to: string; waiting: number } | null
  jobs: { name: string; late_seconds: number }[]
  silent_seconds: number
}

/** Says what waits in the database; undefined when it did not answer. */
export function setWaiting(found: Waiting | undefined): void {
  answers.set(found ? 1 : 0)
  for (const gauge of [waiting, oldest, filesWaiting, late]) gauge.reset()
  if (found) silent.set(found.silent_seconds)
  for (const { channel, ...of } of found?.messages ?? []) {
    waiting.set({ channel }, of.waiting)
    oldest.set({ channel }, of.oldest_seconds)
  }
  if (found?.files) filesWaiting.set({ to: found.files.to }, found.files.waiting)
  for (const { name, late_seconds } of found?.jobs ?? []) late.set({ job: name }, late_seconds)
}

/** What a pool says of itself. */
type Pool = Record<'totalCount' | 'idleCount' | 'waitingCount', number>
const pools = new Set<Pool>()

/** Counts the connections of a pool; one that has ended has none. */
export const countPool = (pool: Pool): void => void pools.add(pool)

/** Counts a statement that took so many milliseconds, where that is long. The text is of ours, and carries no value. */
export function countStatement(text: string, milliseconds: number): void {
  if (milliseconds > SLOW_MS) slow.inc({ statement: shortNameOf(text) })
}

function shortNameOf(text: string): string {
  const [, verb = 'other'] = /^\s*(\w+)/.exec(text) ?? []
  const [, about = ''] = /\b(?:from|into|update|join)\s+"?(\w+)/i.exec(text) ?? []
  return `${verb.toLowerCase()} ${about}`.trim()
}

/** Counts a message that was handed over, or was not. */
export const countMessage = (channel: string, outcome: 'sent' | 'later' | 'failed' | 'away'): void => messages.inc({ channel, outcome })

/** Counts a request that got 503 since the database was away. */
export const countDatabaseAway = (): void => away.inc()

/** Counts something that was refused. */
export const countNotice = (kind: string): void => notices.inc({ kind })

/** Counts one more thing that was noticed. */
export const countAlert = (kind: string): void => alerts.inc({ kind })

/** Counts one run of a job. */
export function countRun(job: string, outcome: 'done' | 'failed', milliseconds: number): void {
  runs.inc({ job, outcome })
  lasted.set({ job }, milliseconds / 1000)
}

/** Counts one answered request; `route` is the pattern, never the address. */
export function countRequest(method: string, route: string, status: number, milliseconds: number): void {
  requests.inc({ method, route, status })
  duration.observe({ route }, milliseconds / 1000)
}

/** What this process has counted. */
export type Figures = MetricObjectWithValues<MetricValue<string>>[]
export const figures = (): Promise<Figures> => metrics.getMetricsAsJSON()

export const METRICS_TYPE = metrics.contentType

/** What `/metrics` answers, on its private port: the figures of all the processes of a server, added up. */
export const metricsOf = (all: Figures[]): Promise<string> => AggregatorRegistry.aggregate(all).metrics()
