import { hash, randomUUID } from 'node:crypto'
import { type Context, Hono } from 'hono'
import { renderToString } from 'preact-render-to-string'
import type { z } from 'zod'
import { inTransaction, isDatabaseAway } from '../database/index.ts'
import { notFound, UserError } from '../errors.ts'
import { type FieldError, FormState } from '../forms/state.ts'
import { nested, readBody } from './body.ts'
import { countRequest } from './metrics.ts'
import type { Download, Page, Space } from './page.ts'
import type { Site } from './site.ts'
import { Visit } from './visit.ts'

// biome-ignore lint/suspicious/noExplicitAny: each route's actor is its own space's
type Any = any

export interface Route {
  path: string
  leadsTo: Page<Any> | Download<Any>
}

/** The pages of one space, under its base. */
export function routesOf<Actor>(space: Space<Actor>, paths: Record<string, Page<Actor> | Download<Actor>>): Route[] {
  return Object.entries(paths).map(([path, leadsTo]) => {
    if (leadsTo.space !== space) throw new Error(`${space.base}${path} leads to a page of another space`)
    return { path: `${space.base}${path}`.replace(/(?<=.)\/$/, '') || '/', leadsTo }
  })
}

/** How the site looks where no page answers: it must not need the database. */
export interface Lost {
  shell: Space<null>['shell']
  content(error: { sentence: string; status: number; reference?: string; next: UserError['next'] }): Any
}

/** The site as a function from requests to answers. */
export function createApp(site: Site, routes: Route[], lost: Lost): Hono {
  const app = new Hono()

  // PostgreSQL has no such character in a text, and nobody types it.
  app.use(async (context, next) => {
    if (context.req.url.includes('%00')) return failed(new Visit(site, context), context, notFound(), null, null)
    await next()
  })

  app.use(async (context, next) => {
    const started = performance.now()
    await next()
    countRequest(context.req.method, context.req.routePath, context.res.status, performance.now() - started)
    // Said here, compress() does not: it would make the whole answer again to add it.
    context.res.headers.set('Vary', 'Accept-Encoding')
    context.res.headers.set('X-Content-Type-Options', 'nosniff')
    context.res.headers.set('Referrer-Policy', 'same-origin')
    context.res.headers.set('X-Frame-Options', 'DENY')
    context.res.headers.set('Cross-Origin-Opener-Policy', 'same-origin')
    context.res.headers.set('Permissions-Policy', 'camera=(self), geolocation=(self), microphone=(), payment=()')
    if (site.config.publicUrl.startsWith('https:'))
      context.res.headers.set('Strict-Transport-Security', 'max-age=31536000; includeSubDomains')
    if (!context.res.headers.has('Cache-Control')) context.res.headers.set('Cache-Control', 'no-store')
  })

  for (const { path, leadsTo } of routes) {
    if (leadsTo.kind === 'page') {
      app.get(path, (context) => show(new Visit(site, context), context, leadsTo))
      app.post(path, (context) => submit(new Visit(site, context), context, leadsTo))
    } else {
      app.get(path, (context) => send(new Visit(site, context), leadsTo))
    }
  }

  app.notFound((context) => failed(new Visit(site, context), context, notFound(), null, null))
  app.onError((error, context) => failed(new Visit(site, context), context, error, null, null))
  return app

  async function show(visit: Visit, context: Context, page: Page<Any>): Promise<Response> {
    const actor = await page.space.identify(visit)
    if (actor instanceof Response) return actor
    const form = new FormState(page.submit ? visit.csrf() : '', randomUUID())
    try {
      return await render(visit, context, page, actor, form, 200)
    } catch (error) {
      return failed(visit, context, error, page.space, actor)
    }
  }

  async function submit(visit: Visit, context: Context, page: Page<Any>): Promise<Response> {
    if (!page.submit) return failed(visit, context, notFound(), null, null)
    const actor = await page.space.identify(visit)
    if (actor instanceof Response) return actor
    let typed: Record<string, string[]> = {}
    try {
      const body = await readBody(visit.headers, visit.body, page.submit.maxFileBytes)
      typed = body.fields
      visit.mustComeFromOurForm(typed._csrf?.[0])
      const parsed = await page.submit.schema.safeParseAsync(nested(body))
      if (!parsed.success) return await render(visit, context, page, actor, typedForm(visit, typed, fieldErrors(parsed.error)), 422)

      const asking = { actor, visit, params: visit.params, input: parsed.data, now: visit.now }
      const prepared = await page.submit.prepare?.({ ...asking, db: site.db })
      const act = page.submit.act
      const answer = await inTransaction(site.db, visit.now, (tx) => act({ ...asking, tx, prepared }))
      return withCookies(context, answer)
    } catch (error) {
      if (!(error instanceof UserError) || error.status === 404 || error.code === 'forged') {
        return failed(visit, context, error, page.space, actor)
      }
      try {
        const errors = [{ field: error.field ?? null, message: error.message }]
        const answer = await render(visit, context, page, actor, typedForm(visit, typed, errors), error.status)
        if (error.retryAfterSeconds) answer.headers.set('Retry-After', String(error.retryAfterSeconds))
        return answer
      } catch (again) {
        return failed(visit, context, again, page.space, actor)
      }
    }
  }

  async function send(visit: Visit, file: Download<Any>): Promise<Response> {
    const actor = await file.space.identify(visit)
    if (actor instanceof Response) return actor
    return file.send({ db: site.db, now: visit.now, actor, visit, params: visit.params, query: visit.url.searchParams })
  }

  async function render(visit: Visit, context: Context, page: Page<Any>, actor: Any, form: FormState, status: number): Promise<Response> {
    const content = await page.view({
      db: site.db,
      now: visit.now,
      actor,
      visit,
      params: visit.params,
      query: visit.url.searchParams,
      form,
    })
    if (content instanceof Response) return withCookies(context, content)
    const title = typeof page.title === 'string' ? page.title : await page.title(visit.params, { db: site.db })
    if (actor && visit.sessionToken) context.header('Session-Mark', markOf(visit.sessionToken))
    const heading = form.errors.length > 0 ? `Erreur — ${title}` : title
    return html(context, visit, page.space.shell({ visit, actor, title: heading, scripts: page.scripts ?? [], content }), status)
  }

  /** Says what happened and nothing else; what was unexpected is logged under the reference that the page shows. */
  function failed(visit: Visit, context: Context, error: unknown, space: Space<Any> | null, actor: Any): Response {
    const { answer, reference } = explain(error)
    if (reference) {
      const known = error instanceof Error ? { name: error.name, code: (error as { code?: unknown }).code, stack: stackOf(error) } : {}
      site.log.error({ reference, route: context.req.routePath, method: context.req.method, ...known }, 'failed')
    }
    const { message: sentence, status, next } = answer
    const content = lost.content({ sentence, status, next, ...(reference ? { reference } : {}) })
    const frame = { visit, title: answer.message, scripts: [], content }
    const shell = space && answer.status < 500 ? space.shell({ ...frame, actor }) : lost.shell({ ...frame, actor: null })
    const response = html(context, visit, shell, answer.status)
    if (answer.retryAfterSeconds) response.headers.set('Retry-After', String(answer.retryAfterSeconds))
    return response
  }
}

function explain(error: unknown): { answer: UserError; reference?: string } {
  if (error instanceof UserError) return { answer: error }
  const reference = randomUUID().slice(0, 8)
  if (isDatabaseAway(error)) {
    const sentence = 'Le service est momentanément indisponible. Réessayez dans une minute : rien n’est perdu.'
    return { reference, answer: new UserError('away', sentence, { status: 503, retryAfterSeconds: 10 }) }
  }
  return {
    reference,
    answer: new UserError('bug', 'Une erreur s’est produite de notre côté. Réessayez dans quelques minutes.', { status: 500 }),
  }
}

/** Where it happened, without the message: a message of the database can quote what somebody typed. */
const stackOf = (error: Error): string =>
  (error.stack ?? '')
    .split('\n')
    .filter((line) => line.startsWith('    at '))
    .join('\n')

const typedForm = (visit: Visit, typed: Record<string, string[]>, errors: FieldError[]) =>
  new FormState(visit.csrf(), typed._id?.[0] ?? randomUUID(), typed, errors)

/** One error a field, the first. */
function fieldErrors(error: z.ZodError): FieldError[] {
  const seen = new Map<string, FieldError>()
  for (const issue of error.issues) {
    const field = String(issue.path[0] ?? '')
    if (!seen.has(field)) seen.set(field, { field: field || null, message: issue.message })
  }
  return [...seen.values()]
}

/** Tells the browser's service worker which pages are of one session, and nothing about it. */
const markOf = (sessionToken: string): string => hash('sha256', `mark:${sessionToken}`, 'base64url')

/** Where the map's tiles come from, when the site has some: the only thing that a page shows of another host. */
const tilesFrom = (url: string | undefined) => (url ? ` ${url.split('/').slice(0, 3).join('/').replace('{s}', '*')}` : '')

function html(context: Context, visit: Visit, document: Any, status: number): Response {
  const csp = [
    "default-src 'none'",
    `script-src 'nonce-${visit.nonce}'`,
    "style-src 'self'",
    `img-src 'self' data: blob:${tilesFrom(visit.site.config.mapTiles?.url)}`,
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "worker-src 'self'",
    "media-src 'self' blob:",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; ')
  context.header('Content-Security-Policy', csp)
  context.header('Cache-Control', 'no-store')
  context.header('Content-Type', 'text/html; charset=UTF-8')
  // Bytes: of a text, the server would count the length first and make the bytes after.
  return context.body(Buffer.from(`<!doctype html>${renderToString(document)}`), status as 200)
}

/** The answer with the cookies that the visit set on the way. */
function withCookies(context: Context, answer: Response): Response {
  for (const cookie of context.res.headers.getSetCookie()) answer.headers.append('Set-Cookie', cookie)
  return answer
}
