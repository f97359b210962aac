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
