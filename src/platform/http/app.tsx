import { hash, randomUUID } from 'node:crypto'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { type Context, Hono } from 'hono'
import { compress } from 'hono/compress'
import { renderToString } from 'preact-render-to-string'
import type { z } from 'zod'
import { recordAll } from '../audit.ts'
import { inTransaction, isDatabaseAway, oneStatement, type Tx } from '../database/index.ts'
import { notFound, UserError } from '../errors.ts'
import { type FieldError, FormState } from '../forms/state.ts'
import { takeTry } from '../limits.ts'
import { nested, readBody } from './body.ts'
import { countRequest } from './metrics.ts'
import type { Download, Page, Space, Submit } from './page.ts'
import { doneIn, type Place } from './place.ts'
import type { Site } from './site.ts'
import { Visit } from './visit.ts'

// biome-ignore lint/suspicious/noExplicitAny: each route's actor is its own space's
type Any = any

type Leading = Page<Any> | Download<Any>

export interface Route {
  path: string
  leadsTo: Leading
}

type PlacesBySpace = Record<string, Record<string, Place<Any, Any, Any>>>

/** The page of every place, in the order of the places; `files` are what files of pages export. */
export function routesOf(places: PlacesBySpace, files: readonly object[]): Route[] {
  const pages = files.flatMap(pagesIn)
  const routes = Object.entries(places).flatMap(([space, ofSpace]) =>
    Object.entries(ofSpace).map(([name, place]) => {
      const [leadsTo, another] = pages.filter((page) => page.place === place)
      if (!leadsTo || another) throw new Error(`${space}.${name} has ${leadsTo ? 'more than one page' : 'no page'}`)
      return { path: place.pattern, leadsTo }
    }),
  )
  const lost = pages.find((page) => !routes.some(({ leadsTo }) => leadsTo === page))
  if (lost) throw new Error(`${lost.place.pattern} is a page at no place of the map`)
  return routes
}

/** The pages among what a file exports, alone or several together. */
function pagesIn(exported: unknown): Leading[] {
  if (isLeading(exported)) return [exported]
  return typeof exported === 'object' && exported !== null ? Object.values(exported).flatMap(pagesIn) : []
}

const isLeading = (exported: unknown): exported is Leading =>
  typeof exported === 'object' && exported !== null && 'kind' in exported && (exported.kind === 'page' || exported.kind === 'download')

/** How the site looks where no page answers: it must not need the database, which says who is looking when it can. */
export interface Lost {
  identify: Space<Any>['identify']
  shell: Space<Any>['shell']
  content(error: { sentence: string; status: number; reference?: string; next: UserError['next'] }): Any
}

/** The site as a function from requests to answers. */
export function createApp(site: Site, routes: Route[], lost: Lost): Hono {
  const app = new Hono()
  const answers = new Answers(site, lost)
  const always = saidAlways(site)
  app.use(async (context, next) => {
    const started = performance.now()
    await next()
    countRequest(context.req.method, context.req.routePath, context.res.status, performance.now() - started)
    if (WELL_SAID.has(context.res)) return
    for (const [name, value] of Object.entries(always)) context.res.headers.set(name, value)
    if (!context.res.headers.has('Cache-Control')) context.res.headers.set('Cache-Control', 'no-store')
  })

  // PostgreSQL has no such character in a text, and nobody types it.
  app.use(async (context, next) => {
    if (context.req.url.includes('%00')) return answers.failed(new Visit(site, context), context, notFound(), null, null)
    await next()
  })

  for (const { path, leadsTo } of routes) {
    if (leadsTo.kind === 'page') {
      app.get(path, (context) => answers.show(new Visit(site, context), context, leadsTo))
      app.post(path, (context) => answers.submit(new Visit(site, context), context, leadsTo))
    } else {
      app.get(path, compress(), (context) => answers.send(new Visit(site, context), leadsTo))
    }
  }

  app.notFound((context) => answers.failed(new Visit(site, context), context, notFound(), null, null))
  app.onError((error, context) => answers.failed(new Visit(site, context), context, error, null, null))
  return app
}

/** What the site answers to one visit. */
class Answers {
  readonly #site: Site
  readonly #lost: Lost
  readonly #always: Record<string, string>
  readonly #policy: string

  constructor(site: Site, lost: Lost) {
    this.#site = site
    this.#lost = lost
    this.#always = saidAlways(site)
    this.#policy = policyOf(site)
  }

  async show(visit: Visit, context: Context, page: Page<Any>): Promise<Response> {
    const actor = await page.space.identify(visit)
    if (actor instanceof Response) {
      visit.leaveWay()
      return withCookies(visit, actor)
    }
    const form = new FormState(page.submit ? csrfOf(page, visit) : '', randomUUID())
    try {
      return await this.#render(visit, page, actor, form, 200)
    } catch (error) {
      return this.failed(visit, context, error, page.space, actor)
    }
  }

  async submit(visit: Visit, context: Context, page: Page<Any>): Promise<Response> {
    if (!page.submit) return this.failed(visit, context, notFound(), null, null)
    const actor = await page.space.identify(visit)
    if (actor instanceof Response) return actor
    let typed: Record<string, string[]> = {}
    try {
      const body = await readBody(visit.request, (page.submit.upload?.policy.megabytes ?? 0) * 1_000_000)
      typed = body.fields
      visit.mustComeFromOurForm(typed._csrf?.[0], [visit.csrf(), csrfOf(page, visit)])
      // Before anything looks into it: to decode a file fills a core for a while.
      if (Object.keys(body.files).length > 0 && page.space.uploads) await takeTry(this.#site.db, page.space.uploads(actor), visit.now)
      if (body.refusal) throw body.refusal
      const parsed = await page.submit.schema.safeParseAsync(nested(body))
      if (!parsed.success) {
        return await this.#render(visit, page, actor, typedForm(csrfOf(page, visit), typed, fieldErrors(parsed.error)), 422)
      }
      return withCookies(visit, await this.#done(page.submit, visit, actor, { params: page.place.read(visit.params), input: parsed.data }))
    } catch (error) {
      if (!(error instanceof UserError) || error.status === 404 || error.code === 'forged') {
        return this.failed(visit, context, error, page.space, actor)
      }
      return this.#refused(visit, context, page, actor, { typed, error })
    }
  }

  /** What the form does, once it is read: what is slow, then its act. */
  async #done(
    { prepare, upload, act, isOneStatement }: Submit<Any, Any>,
    visit: Visit,
    actor: Any,
    sent: { params: Any; input: unknown },
  ): Promise<Response> {
    const { db } = this.#site
    const asking = { ...sent, actor, visit, now: visit.now }
    const prepared = await prepare?.({ ...asking, db })
    if (prepared instanceof Response) return prepared
    const chosen = upload?.chosen({ ...asking, db, prepared })
    const file = chosen && (await upload?.policy.decode(chosen, db))
    const acting = (tx: Tx) => act({ ...asking, tx, prepared, file })
    return isOneStatement ? acting(oneStatement(db, visit.now)) : inTransaction(db, visit.now, acting)
  }

  /** The page again, with what was typed and why it is refused. */
  async #refused(
    visit: Visit,
    context: Context,
    page: Page<Any>,
    actor: Any,
    { typed, error }: { typed: Record<string, string[]>; error: UserError },
  ): Promise<Response> {
    try {
      const errors = [{ field: error.field ?? null, message: error.message }]
      const answer = await this.#render(visit, page, actor, typedForm(csrfOf(page, visit), typed, errors), error.status)
      const elsewhere = answer.headers.get('Location')
      // The page shows no form any more: the refusal is said on a page of its own, which leads there.
      if (elsewhere && !error.leadsOn) return this.failed(visit, context, error, page.space, actor, elsewhere)
      if (error.retryAfterSeconds) answer.headers.set('Retry-After', String(error.retryAfterSeconds))
      return answer
    } catch (again) {
      return this.failed(visit, context, again instanceof UserError ? error : again, page.space, actor)
    }
  }

  async send(visit: Visit, file: Download<Any>): Promise<Response> {
    const actor = await file.space.identify(visit)
    if (actor instanceof Response) return file.isForScripts ? new Response(null, { status: 401 }) : actor
    const looking = lookingFrom(visit, actor, file.place)
    const subject = await this.#subjectOf(file, looking)
    return subject instanceof Response ? subject : file.send({ ...looking, subject })
  }

  /** What is at the address, once it is written down that somebody reads it. */
  async #subjectOf({ find, trace }: Page<Any> | Download<Any>, looking: ReturnType<typeof lookingFrom>): Promise<Any> {
    const subject = await find?.(looking)
    if (subject instanceof Response) return subject
    const facts = [trace?.({ ...looking, subject }) ?? []].flat()
    await recordAll(
      this.#site.db,
      facts.map((fact) => ({ ...fact, at: looking.now, staff_id: looking.actor.id })),
    )
    return subject
  }

  async #render(visit: Visit, page: Page<Any>, actor: Any, form: FormState, status: number): Promise<Response> {
    let isRefused = form.errors.length > 0
    const done = doneIn(visit.url.searchParams)
    const looking = lookingFrom(visit, actor, page.place)
    const subject = await this.#subjectOf(page, looking)
    if (subject instanceof Response) return withCookies(visit, subject)
    const content = await page.view({
      ...looking,
      subject,
      form,
      said: isRefused || done === null ? null : saidOf(page, done),
      checked(asked) {
        isRefused ||= asked.errors.length > 0
        return asked
      },
    })
    if (content instanceof Response) return withCookies(visit, content)
    const inWords = (words: string | ((params: Any, subject: Any) => string)) =>
      typeof words === 'string' ? words : words(looking.params, subject)
    const title = inWords(page.title)
    const description = page.description && inWords(page.description)
    const heading = isRefused ? `Erreur — ${title}` : title
    const document = page.space.shell({ visit, actor, title: heading, description, scripts: page.scripts ?? [], content })
    const said = isRefused && status === 200 ? 422 : status
    return this.#html(visit, document, said, actor && visit.sessionToken ? { 'Session-Mark': markOf(visit.sessionToken) } : {})
  }

  /** Says what happened and nothing else; what was unexpected is logged under the reference that the page shows. */
  async failed(
    visit: Visit,
    context: Context,
    error: unknown,
    space: Space<Any> | null,
    actor: Any,
    elsewhere?: string,
  ): Promise<Response> {
    const { answer, reference } = explain(error)
    if (reference) {
      const known = error instanceof Error ? { name: error.name, code: (error as { code?: unknown }).code, stack: stackOf(error) } : {}
      this.#site.log.error({ reference, route: context.req.routePath, method: context.req.method, ...known }, 'failed')
    }
    const { message: sentence, status, next = elsewhere ? { href: elsewhere, label: 'Continuer' } : undefined } = answer
    const content = this.#lost.content({ sentence, status, next, ...(reference ? { reference } : {}) })
    const frame = { visit, title: answer.message, scripts: [], content }
    const isOurs = answer.status >= 500
    const whoever = space || isOurs ? null : await this.#lost.identify(visit).catch(() => null)
    const shell = space && !isOurs ? space.shell({ ...frame, actor }) : this.#lost.shell({ ...frame, actor: whoever })
    return this.#html(visit, shell, answer.status, answer.retryAfterSeconds ? { 'Retry-After': String(answer.retryAfterSeconds) } : {})
  }

  /** A page with its headers: given at once and packed here, it costs a tenth less than when each middleware adds its own. */
  async #html(visit: Visit, document: Any, status: number, more: Record<string, string>): Promise<Response> {
    const bytes = Buffer.from(`<!doctype html>${renderToString(document)}`)
    const packs = visit.headers.get('accept-encoding')?.includes('gzip') ?? false
    const headers = {
      ...this.#always,
      'Content-Security-Policy': `${this.#policy}script-src 'nonce-${visit.nonce}'`,
      'Cache-Control': 'no-store',
      'Content-Type': 'text/html; charset=UTF-8',
      ...(packs && { 'Content-Encoding': 'gzip' }),
      ...more,
    }
    const answer = withCookies(visit, new Response(packs ? await packed(bytes) : bytes, { status, headers }))
    WELL_SAID.add(answer)
    return answer
  }
}

const lookingFrom = (visit: Visit, actor: Any, place: Place<Any, Any, Any>) => ({
  db: visit.site.reader,
  now: visit.now,
  actor,
  visit,
  params: place.read(visit.params),
  query: visit.url.searchParams,
})

const packed = promisify<Buffer<ArrayBuffer>, Buffer<ArrayBuffer>>(gzip)

/** The answers that say already what all must. */
const WELL_SAID = new WeakSet<Response>()

const saidAlways = ({ config }: Site): Record<string, string> => ({
  Vary: 'Accept-Encoding',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'same-origin',
  'X-Frame-Options': 'DENY',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(self), geolocation=(self), microphone=(), payment=()',
  ...(config.publicUrl.startsWith('https:') && { 'Strict-Transport-Security': 'max-age=31536000; includeSubDomains' }),
})

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

/** The sentence of what is done, among those that the page declares. */
const saidOf = ({ said = {} }: Page<Any>, done: string): string | null => (Object.hasOwn(said, done) ? (said[done] as string) : null)

const csrfOf = (page: Page<Any>, visit: Visit): string => (page.submit?.opensSession ? visit.visitorCsrf() : visit.csrf())

const typedForm = (csrf: string, typed: Record<string, string[]>, errors: FieldError[]) =>
  new FormState(csrf, typed._id?.[0] ?? randomUUID(), typed, errors)

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

/** What a page may show and run; its scripts are named by the nonce of each answer. */
const policyOf = ({ config }: Site): string =>
  [
    "default-src 'none'",
    "style-src 'self'",
    `img-src 'self' data: blob:${tilesFrom(config.mapTiles?.url)}`,
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "worker-src 'self'",
    "media-src 'self' blob:",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    '',
  ].join('; ')

/** The answer with the cookies that the visit set on the way. */
function withCookies(visit: Visit, answer: Response): Response {
  for (const cookie of visit.cookies) answer.headers.append('Set-Cookie', cookie)
  return answer
}
