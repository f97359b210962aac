import { createServer } from 'node:http'
import { serve as listen } from '@hono/node-server'
import { serveStatic } from '@hono/node-server/serve-static'
import { Hono } from 'hono'
import { databaseOf } from './database.ts'
import { loadDemonstration } from './demonstration.ts'
import { unreadRoads } from './features/aid/distances/index.ts'
import { jobs } from './jobs.ts'
import { type Config, mustSendMails } from './platform/config.ts'
import { isMigrated } from './platform/database/migrate.ts'
import { createApp } from './platform/http/app.tsx'
import { metrics } from './platform/http/metrics.ts'
import type { Site } from './platform/http/site.ts'
import { keepDoing, startJobs } from './platform/jobs.ts'
import type { Log } from './platform/log.ts'
import { deliverBy } from './platform/messages/deliver.ts'
import { sendMessages } from './platform/messages/send.ts'
import { routes } from './routes.ts'
import { makeSecret } from './secrets.ts'
import { type OpenSite, openSite, siteForJobs } from './site.ts'
import { lost } from './spaces/lost.tsx'

const YEAR_SECONDS = 31_536_000
const HOUR_SECONDS = 3_600

interface Call {
  config: Config
  log: Log
  clientDir: string
}

/** Serves until SIGTERM or SIGINT: then readiness fails first, requests in flight end, and everything that was started stops. */
export async function serve({ config, log, clientDir }: Call, parts: ('web' | 'worker')[]): Promise<void> {
  mustSendMails(config)
  const told = new Promise<void>((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve())
  })
  const database = await databaseOf(config, ({ startEmbeddedPostgres }) =>
    startEmbeddedPostgres({ dataDir: config.dataDir, log: (line) => log.warn({ from: 'postgres' }, line) }),
  )
  const stops: (() => Promise<void>)[] = [() => database.stop()]
  try {
    const site = await openSite(config, database.url, log, clientDir)
    stops.unshift(() => site.db.destroy())
    const trouble = config.routing ? undefined : unreadRoads(config.dataDir)
    if (trouble) log.warn(trouble)
    const accounts = config.demo ? await loadDemonstration(site, database.url) : ''
    const going: (() => Promise<void>)[] = []
    stops.unshift(async () => void (await Promise.all(going.map((stop) => stop()))))
    if (parts.includes('worker')) going.push(await startWorker(site, database.url))
    if (parts.includes('web')) going.push(await startWeb(site, clientDir))
    process.stdout.write(`${accounts}\n  Le site : ${config.publicUrl}\n\n`)
    await told
  } finally {
    // In the reverse order of starting: requests in flight, the mail in hand and the job that runs end together, while everything that
    // they need is still there.
    for (const stop of stops) await stop()
  }
}

async function startWeb(site: Site, clientDir: string): Promise<() => Promise<void>> {
  let leaving = false
  const web = new Hono()
  web.get('/healthz', (context) => context.text('ok'))
  web.get('/readyz', async (context) => {
    const ready = !leaving && (await isMigrated(site.pool).catch(() => false))
    return context.text(ready ? 'ready' : 'not ready', ready ? 200 : 503)
  })
  web.use(
    '/assets/*',
    serveStatic({
      root: clientDir,
      precompressed: true,
      onFound: (_path, context) => {
        context.header('Cache-Control', `public, max-age=${YEAR_SECONDS}, immutable`)
        context.header('X-Content-Type-Options', 'nosniff')
      },
    }),
  )
  web.get(
    '/:file{(?:service-worker\\.js|manifest\\.webmanifest|icon[a-z0-9-]*\\.(?:png|svg))}',
    serveStatic({
      root: clientDir,
      precompressed: true,
      onFound: (_path, context) => {
        context.header('Cache-Control', `public, max-age=${HOUR_SECONDS}`)
        context.header('Content-Security-Policy', "default-src 'none'; connect-src 'self'")
        context.header('X-Content-Type-Options', 'nosniff')
      },
    }),
  )
  const app = createApp(site, routes, lost)
  web.route('/', app)
  // Routes are mounted without what answers where there is none.
  web.notFound((context) => app.fetch(context.req.raw, context.env))

  const server = listen({ fetch: web.fetch, port: site.config.port })
  await new Promise<void>((resolve, reject) => {
    server.once('listening', resolve)
    server.once('error', reject)
  })
  const measuring = createServer(async (_request, response) => {
    response.setHeader('Content-Type', metrics.contentType)
    response.end(await metrics.metrics())
  }).listen(site.config.metricsPort, '127.0.0.1')
  // A second server on the same machine finds the port taken: it serves all the same, without figures.
  measuring.on('error', () => site.log.warn('the port of /metrics is taken'))

  return async () => {
    leaving = true
    measuring.close()
    await new Promise((resolve) => setTimeout(resolve, site.config.production ? 5_000 : 0))
    const closed = new Promise((resolve) => server.close(resolve))
    if ('closeIdleConnections' in server) server.closeIdleConnections()
    const tooLong = new Promise((resolve) => setTimeout(resolve, 10_000).unref())
    await Promise.race([closed, tooLong])
    if ('closeAllConnections' in server) server.closeAllConnections()
  }
}

async function startWorker(site: OpenSite, connectionString: string): Promise<() => Promise<void>> {
  const deliver = deliverBy(site.config)
  const working = siteForJobs(site, connectionString)
  const stopJobs = startJobs(working, connectionString, jobs)
  const stopMails = keepDoing((stopping) => sendMessages(site, deliver, makeSecret, stopping), 500)
  return async () => {
    await Promise.all([stopMails(), stopJobs()])
    await working.db.destroy()
  }
}
