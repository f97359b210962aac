import { createServer } from 'node:http'
import { serve as listen } from '@hono/node-server'
import { serveStatic } from '@hono/node-server/serve-static'
import { Hono } from 'hono'
import type pg from 'pg'
import { MANIFEST } from './manifest.ts'
import type { Config } from './platform/config.ts'
import { canWrite } from './platform/database/index.ts'
import { isMigrated } from './platform/database/migrate.ts'
import { createApp } from './platform/http/app.tsx'
import { type Figures, METRICS_TYPE, metricsOf, setWaiting } from './platform/http/metrics.ts'
import type { Site } from './platform/http/site.ts'
import { whatWaits } from './platform/waiting.ts'
import { routes } from './routes.ts'
import { lost } from './spaces/lost.tsx'

const YEAR_SECONDS = 31_536_000
const HOUR_SECONDS = 3_600

const MANIFEST_HEADERS = {
  'Content-Type': 'application/manifest+json',
  'Cache-Control': `public, max-age=${HOUR_SECONDS}`,
  'Content-Security-Policy': "default-src 'none'",
  'X-Content-Type-Options': 'nosniff',
}

/** Longer than this requests in flight keep no server that stops. */
export const DRAIN_MS = 10_000

/** How one process that serves ends. */
export interface Web {
  /** It says that it is not ready, and serves on: whoever shares out requests has time to see it. */
  leave(): void
  /** It takes no more requests, and those in flight end. */
  drain(): Promise<void>
}

const isReady = async (pool: pg.Pool): Promise<boolean> => (await canWrite(pool)) && (await isMigrated(pool))

/** Serves the pages of the site from this process. */
export async function startWeb(site: Site, clientDir: string): Promise<Web> {
  let leaving = false
  const web = new Hono()
  web.get('/healthz', (context) => context.text('ok'))
  web.get('/readyz', async (context) => {
    const ready = !leaving && (await isReady(site.pool).catch(() => false))
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
  web.get('/manifest.webmanifest', (context) => context.body(MANIFEST, 200, MANIFEST_HEADERS))
  web.get(
    '/:file{(?:service-worker\\.js|icon[a-z0-9-]*\\.(?:png|svg))}',
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

  const server = listen({ fetch: web.fetch, port: site.config.port, ...(site.config.host && { hostname: site.config.host }) })
  await new Promise<void>((resolve, reject) => {
    server.once('listening', resolve)
    server.once('error', reject)
  })
  return {
    leave() {
      leaving = true
    },
    async drain() {
      const closed = new Promise((resolve) => server.close(resolve))
      // Browsers keep their connections open: each is closed once what was asked on it is answered.
      const closing = setInterval(() => 'closeIdleConnections' in server && server.closeIdleConnections(), 100)
      const tooLong = new Promise((resolve) => setTimeout(resolve, DRAIN_MS).unref())
      await Promise.race([closed, tooLong])
      clearInterval(closing)
      if ('closeAllConnections' in server) server.closeAllConnections()
    },
  }
}

/** How long a server says that it is not ready before it takes no more requests. */
export const noticeOf = ({ production }: Config): Promise<void> => new Promise((resolve) => setTimeout(resolve, production ? 5_000 : 0))

/** Answers, on the private port, how the program is and `/metrics`, what all its processes have counted; answers how it ends. */
export function startMetrics(site: Site, all: () => Promise<Figures[]>): () => Promise<void> {
  const { config, log, pool } = site
  const measuring = createServer(async ({ url }, response) => {
    if (url === '/healthz') return void response.end('ok')
    if (url === '/readyz') {
      const ready = await isReady(pool).catch(() => false)
      return void response.writeHead(ready ? 200 : 503).end(ready ? 'ready' : 'not ready')
    }
    setWaiting(await whatWaits(site).catch(() => undefined))
    response.setHeader('Content-Type', METRICS_TYPE)
    response.end(await metricsOf(await all()))
  }).listen(config.metricsPort, '127.0.0.1')
  // A second server on the same machine finds the port taken: it serves all the same, without figures.
  measuring.on('error', () => log.warn('the port of /metrics is taken'))
  return async () => void measuring.close()
}
