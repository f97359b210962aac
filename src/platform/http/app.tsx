import { hash, randomBytes, randomUUID } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import { isDeepStrictEqual, promisify } from 'node:util'
import { gzip, gzipSync, type ZlibOptions } from 'node:zlib'
import { type Context, Hono } from 'hono'
import { compress } from 'hono/compress'
import { renderToString } from 'preact-render-to-string'
import type { z } from 'zod'
import { unscanned, verdictOf } from '../antivirus.ts'
import { recordAll, workingAt } from '../audit.ts'
import { inTransaction, isDatabaseAway, oneStatement, type Tx } from '../database/index.ts'
import { notFound, UserError, WrongFields } from '../errors.ts'
import { type FieldError, FormState, type Kept } from '../forms/state.ts'
import { columnsOf } from '../kept-forms.ts'
import { takeTry } from '../limits.ts'
import { shareOf } from '../machine.ts'
import { type Notice, notice } from '../notices.ts'
import { receiveFile } from '../received-files.ts'
import { askedBy, type Comer, Gone, turns } from '../turns.ts'
import { type Body, type Holding, nested, readBody } from './body.ts'
import { hiderOf } from './hidden-words.ts'
import { forgetKeptForm, keepForm, keptForm, namesOf } from './kept-forms.ts'
import { countDatabaseAway, countRequest } from './metrics.ts'
import { type Download, type Page, type Space, type Submit, see } from './page.ts'
import { doneIn, hiding, isSearch, type Place } from './place.ts'
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
  /** The page of when there is more to do than the machine can: the same for everybody, drawn once. */
  busy(site: Site, nonce: string, sentence: string): Any
  identify: Space<Any>['identify']
  shell: Space<Any>['shell']
  content(error: { sentence: string; status: number; reference?: string; next: UserError['next'] }): Any
}

/** The site as a function from requests to answers. */
export function createApp(site: Site, routes: Route[], lost: Lost): Hono {
  const app = new Hono()
  const answers = new Answers(site, lost)
  const always = saidAlways(site)
  const siteOfTills = { ...site, ...site.tills }
  const siteOf = ({ space }: Leading) => (space.goesFirst ? siteOfTills : site)
  app.use(async (context, next) => {
    const started = performance.now()
    await next()
    countRequest(context.req.method, context.req.routePath, context.res.status, performance.now() - started)
    if (WELL_SAID.has(context.res)) return
    for (const [name, value] of Object.entries(always)) context.res.headers.set(name, value)
    for (const [name, value] of Object.entries(SAID_OF_FILES)) if (!context.res.headers.has(name)) context.res.headers.set(name, value)
  })

  // PostgreSQL has no such character in a text, and nobody types it.
  app.use(async (context, next) => {
    if (context.req.url.includes('%00')) return answers.failed(new Visit(site, context), context, notFound(), null, null)
    await next()
  })

  for (const { path, leadsTo } of routes) {
    if (leadsTo.kind === 'page') {
      app.get(path, (context) => answers.show(new Visit(siteOf(leadsTo), context), context, leadsTo))
      app.post(path, (context) => {
        const visit = new Visit(siteOf(leadsTo), context)
        const searches = leadsTo.place.hides && isSearch(visit.url.searchParams)
        return searches ? answers.search(visit, context, leadsTo) : answers.submit(visit, context, leadsTo)
      })
    } else {
      app.get(path, compress(), (context) => answers.send(new Visit(siteOf(leadsTo), context), context, leadsTo))
    }
  }

  app.notFound((context) => answers.failed(new Visit(site, context), context, notFound(), null, null))
  app.onError((error, context) => answers.failed(new Visit(site, context), context, error, null, null))
  return app
}

/** Longer than this nobody is kept waiting for their turn: an answer or a refusal, within a second. */
const PATIENCE_MS = 600

/** Of what is answered at a time on this machine: a few more than connections, so that none of those is idle. */
const AT_ONCE = 24
const AT_ONCE_AT_TILLS = 12

/** What one person may have answered at a time, and have wait: more than a browser asks for. */
const OF_ONE = { atOnce: 4, waiting: 100 }

interface BusyPage {
  nonce: string
  bytes: Buffer<ArrayBuffer>
  packed: Buffer<ArrayBuffer>
}

/** As servers write down that nobody was there any more to be answered. */
const CLIENT_LEFT = 499

/** Somebody who is signed in, as doors count them. */
const whoIs = (actor: Any): string | undefined => (actor?.kind ? `${actor.kind}:${actor.id}` : undefined)

/** Who asks, and at which school or shop they work: from the moment that they are recognised. */
interface Asker {
  who: string | undefined
  schoolId: number | null
  partnerId: number | null
}

function isKnown(asker: Asker, actor: Any): void {
  asker.who = whoIs(actor) ?? asker.who
  asker.schoolId = actor?.school_id ?? null
  asker.partnerId = actor?.partner_id ?? null
}

/** What the site answers to one visit. */
class Answers {
  readonly #site: Site
  readonly #lost: Lost
  readonly #always: Record<string, string>
  readonly #policy: string
  /** Where our scripts come from, for pages whose answer may serve twice. */
  readonly #ourScripts: string
  readonly #busyPages = new Map<string, BusyPage>()

  /** What tills ask for has its own place, as it has its own connections: nobody else is before them in a line. */
  readonly #tills = turns({
    atOnce: () => Math.max(4, shareOf(AT_ONCE_AT_TILLS)),
    waiting: 200,
    waitingFirst: 200,
    patienceMs: PATIENCE_MS,
    ofOne: OF_ONE,
  })
  readonly #others = turns({
    atOnce: () => Math.max(4, shareOf(AT_ONCE)),
    waiting: 400,
    waitingFirst: 200,
    patienceMs: PATIENCE_MS,
    ofOne: OF_ONE,
  })
  /** Beside them, what is long to make or to read: exports, archives, drawings. */
  readonly #slow = turns({ atOnce: () => shareOf(AT_ONCE), waiting: 50, ofOne: { atOnce: 2, waiting: 2 } })

  constructor(site: Site, lost: Lost) {
    this.#site = site
    this.#lost = lost
    this.#always = saidAlways(site)
    this.#policy = policyOf(site)
    this.#ourScripts = scriptsOf(site)
  }

  show(visit: Visit, context: Context, page: Page<Any>): Promise<Response> {
    return this.#asked(visit, (asker) =>
      this.#comingIn(visit, page.space, async () => {
        const actor = await page.space.identify(visit)
        if (actor instanceof Response) {
          visit.leaveWay()
          return withCookies(visit, actor)
        }
        isKnown(asker, actor)
        try {
          return await this.#render(visit, page, actor, await this.#formOf(visit, page), 200)
        } catch (error) {
          await this.#notice(visit, error, actor)
          return this.failed(visit, context, error, page.space, actor)
        }
      }),
    )
  }

  /** An empty form, or what is kept of it for whoever is signed in again. */
  async #formOf(visit: Visit, page: Page<Any>): Promise<FormState> {
    if (!page.submit) return new FormState('', randomUUID())
    const kept = await keptForm(visit)
    const csrf = csrfOf(page, visit)
    return kept ? typedForm(csrf, kept.fields, [], { files: namesOf(kept), isGivenBack: true }) : new FormState(csrf, randomUUID())
  }

  /** Leads to the address of what is asked. It changes nothing and shows nothing: it needs no token, only somebody who may open that page. */
  search(visit: Visit, context: Context, page: Page<Any>): Promise<Response> {
    return this.#asked(visit, async () => {
      try {
        const actor = await this.#comingIn(visit, page.space, () => page.space.identify(visit))
        if (actor instanceof Response) {
          visit.leaveWay()
          return withCookies(visit, actor)
        }
        const { fields } = await readBody(visit.request, 0)
        const asked = Object.entries(fields).flatMap(([name, values]) => values.map((value) => [name, value]))
        return withCookies(visit, see(page.place.found(visit.params, new URLSearchParams(asked))))
      } catch (error) {
        return this.failed(visit, context, error, null, null)
      }
    })
  }

  submit(visit: Visit, context: Context, page: Page<Any>): Promise<Response> {
    return this.#asked(visit, async (asker) => {
      const { submit, space } = page
      if (!submit) return this.failed(visit, context, notFound(), null, null)
      const identified = () => space.identify(visit).catch((error) => this.failed(visit, context, error, null, null))
      const actor = await this.#comingIn(visit, space, identified)
      if (actor instanceof Response) return this.#keptFor(visit, submit, actor)
      isKnown(asker, actor)
      return this.#submitted(visit, context, { ...page, submit }, actor)
    })
  }

  /** Somebody's form. It is read, and what is slow is done, outside any place: slow senders hold none. */
  async #submitted(visit: Visit, context: Context, page: Page<Any> & { submit: Submit<Any, Any> }, actor: Any): Promise<Response> {
    const goOn = <T,>(work: () => Promise<T>) =>
      page.submit.isLong ? this.#slow(work) : this.#inPlace(page.space, work, { isFirst: true })
    let body: Body = { fields: {}, files: {}, received: {}, refusal: null, isUnscanned: false }
    try {
      body = await readBody(visit.request, bytesAtMost(page.submit), this.#receiving(visit, page, actor))
      const input = await this.#inputOf(visit, page, actor, body)
      const answer = await this.#done(page.submit, visit, actor, { params: page.place.read(visit.params), input, body }, goOn)
      // What was asked is done, whatever becomes of this; the clock forgets it too.
      await forgetKeptForm(visit).catch(() => {})
      return withCookies(visit, answer)
    } catch (error) {
      await this.#notice(visit, error, actor)
      if (error instanceof UserError && error.status !== 404 && error.code !== 'forged') {
        // Wrong passwords that come by hundreds do not pass those who are signed in.
        return this.#inPlace(page.space, () => this.#refused(visit, context, page, actor, { body, error }), { isFirst: !visit.isStrangers })
      }
      // Not their fault: the form is there again when they come back.
      if (!(error instanceof UserError) && visit.session)
        await keepForm(visit, visit.session.owner, keepable(page.submit, body), true).catch(() => false)
      return this.failed(visit, context, error, page.space, actor)
    }
  }

  /** How a file is kept as it comes, where the form says so: of a form that is ours, within what somebody may send. */
  #receiving(visit: Visit, page: Page<Any> & { submit: Submit<Any, Any> }, actor: Any): Holding {
    if (!page.submit.upload?.policy.isReceived) return {}
    const { db } = visit.site
    return {
      mayHold: ({ _csrf }) => visit.isOurForm(_csrf?.[0], [visit.csrf(), csrfOf(page, visit)]),
      receive: async (file) => {
        if (page.space.uploads) await takeTry(db, page.space.uploads(actor, visit), visit.now)
        return receiveFile(db, visit.now, { ...file, keys: visit.site.ibanKey })
      },
    }
  }

  /** What a form says, once it is known to be ours; with the files that are kept of it when no other was chosen. */
  async #inputOf(visit: Visit, page: Page<Any> & { submit: Submit<Any, Any> }, actor: Any, body: Body): Promise<unknown> {
    const { submit, space } = page
    visit.mustComeFromOurForm(body.fields._csrf?.[0], [visit.csrf(), csrfOf(page, visit)])
    if (body.fields._kept && !hasFiles(body)) body.files = (await keptForm(visit))?.files ?? {}
    // Before anything looks into it: to decode a file fills a core for a while.
    if (hasFiles(body) && space.uploads) await takeTry(visit.site.db, space.uploads(actor, visit), visit.now).catch(withoutFiles(body))
    if (body.refusal) throw body.refusal
    body.isUnscanned = await this.#wasNotScanned(body).catch(withoutFiles(body))
    const parsed = await submit.schema.safeParseAsync(nested(body))
    if (!parsed.success) throw new WrongFields(fieldErrors(parsed.error))
    return parsed.data
  }

  /**
   * Whether the antivirus could not look at the files that were sent; where there is none, they are taken as they are.
   * @throws UserError 422 on the field whose file is infected
   */
  async #wasNotScanned({ files }: Body): Promise<boolean> {
    const { clamd } = this.#site.config
    if (!clamd) return false
    let isAway = false
    for (const { field, bytes } of Object.values(files)) {
      const verdict = await verdictOf(clamd, bytes)
      if (verdict === 'infected') {
        this.#site.log.warn({ field }, 'a virus was found in a file')
        throw new UserError('file.infected', VIRUS, { field })
      }
      isAway ||= verdict === 'away'
    }
    return isAway
  }

  /** Nobody is signed in any more, or somebody else: what was typed is kept for whoever it was, while they sign in again. */
  async #keptFor(visit: Visit, submit: Submit<Any, Any>, answer: Response): Promise<Response> {
    const isOurs = ({ _csrf }: Body['fields']) => visit.ownerIn(_csrf?.[0]) !== null
    // What is kept as it comes is not kept for later: it is chosen again.
    const maxFileBytes = submit.upload?.policy.isReceived || submit.upload?.policy.isNeverKept ? 0 : bytesAtMost(submit)
    const body = await readBody(visit.request, maxFileBytes, { mayHold: isOurs }).catch(() => null)
    const owner = body && visit.ownerIn(body.fields._csrf?.[0])
    if (owner) visit.leaveWay()
    if (owner && !submit.isFleeting) await keepForm(visit, owner, body)
    return withCookies(visit, answer)
  }

  /** A form that somebody filled before another signed in there is not shown to that other: it waits for its owner. */
  async #keptForAnother(visit: Visit, { submit }: Page<Any>, body: Body, error: UserError): Promise<UserError | null> {
    const owner = error.code === 'stale' ? visit.ownerIn(body.fields._csrf?.[0]) : null
    if (!owner || !visit.session || isDeepStrictEqual(owner, visit.session.owner)) return null
    const isOfSamePerson = columnsOf(owner).who === columnsOf(visit.session.owner).who
    if (submit?.isFleeting) return isOfSamePerson ? null : error
    if (!(await keepForm(visit, owner, keepable(submit, body)))) return error
    return isOfSamePerson ? formOfAnotherPlace() : anothersForm()
  }

  /**
   * Answers for whoever asks: what is done on the way counts as theirs, and nothing more is done once they have left. Where there is more
   * to do than the machine can, the refusal is a page that costs nothing.
   */
  async #asked(visit: Visit, work: (asker: Asker) => Promise<Response>): Promise<Response> {
    const asker = { who: visit.sessionToken, schoolId: null, partnerId: null, leaving: () => visit.request.signal }
    try {
      const hider = visit.sessionToken === undefined ? undefined : hiderOf(visit.site.ibanKey, visit.sessionToken)
      return await hiding.run(hider, () => workingAt.run(asker, () => askedBy(asker, () => work(asker))))
    } catch (error) {
      if (error instanceof Gone) return new Response(null, { status: CLIENT_LEFT })
      if (error instanceof UserError && (error.code === 'overloaded' || error.code === 'too-many-of-yours')) return this.#busy(visit, error)
      throw error
    }
  }

  /** Counts what was refused, where somebody may have to hear of it. What answers does not need it. */
  async #notice(visit: Visit, error: unknown, actor: Any): Promise<void> {
    const noticed = noticedIn(visit, error, actor)
    if (noticed) await notice(visit.site.db, noticed, visit.now).catch(() => {})
  }

  /** The same of a visit that begins: nobody who is signed in waits for somebody of whom nothing is known. */
  #comingIn<T>({ isStrangers }: Visit, space: Space<Any>, work: () => Promise<T>): Promise<T> {
    return this.#inPlace(space, work, { isLast: isStrangers })
  }

  /** In a place of those that are answered at a time. */
  #inPlace<T>(space: Space<Any>, work: () => Promise<T>, comer: Comer): Promise<T> {
    return space.goesFirst ? this.#tills(work, comer) : this.#others(work, comer)
  }

  /** What the form does, once it is read: what is slow, then its act. */
  async #done(
    { prepare, upload, act, isOneStatement, isLong }: Submit<Any, Any>,
    visit: Visit,
    actor: Any,
    { body, ...sent }: { params: Any; input: unknown; body: Body },
    goOn: (work: () => Promise<Response>) => Promise<Response>,
  ): Promise<Response> {
    const { db, longActs = db } = visit.site
    const asking = { ...sent, actor, visit, now: visit.now }
    const prepared = await prepare?.({ ...asking, db })
    if (prepared instanceof Response) return prepared
    const chosen = upload?.chosen({ ...asking, db, prepared })
    const file = chosen && (await upload?.policy.decode(chosen, db, visit.site.ibanKey).catch(withoutFiles(body)))
    const acting = (tx: Tx) => act({ ...asking, tx, prepared, file })
    return unscanned.run(body.isUnscanned, () =>
      goOn(() => (isOneStatement ? acting(oneStatement(db, visit.now)) : inTransaction(isLong ? longActs : db, visit.now, acting))),
    )
  }

  /** The page again, with what was typed and why it is refused. */
  async #refused(
    visit: Visit,
    context: Context,
    page: Page<Any>,
    actor: Any,
    { body, error }: { body: Body; error: UserError },
  ): Promise<Response> {
    const anothers = await this.#keptForAnother(visit, page, body, error)
    if (anothers) return this.failed(visit, context, anothers, page.space, actor)
    const kept = async () => {
      if (visit.session && !page.submit?.isFleeting)
        // Its files were counted as they came; without any, nothing was yet.
        await keepForm(visit, visit.session.owner, keepable(page.submit, body), hasFiles(body)).catch(() => false)
    }
    try {
      const subject = await this.#subjectOf(page, lookingFrom(visit, actor, page))
      // Something is asked before the page is shown again: what was typed waits there.
      if (subject instanceof Response) {
        await kept()
        return this.failed(visit, context, error, page.space, actor, subject.headers.get('Location') ?? undefined)
      }
      const errors = await this.#allErrors(visit, page, actor, { body, error })
      const files = await this.#filesKept(visit, keepable(page.submit, body), error)
      const form = typedForm(csrfOf(page, visit), body.fields, errors, { files, isGivenBack: error.code === 'stale' })
      const answer = await this.#render(visit, page, actor, form, error.status, subject)
      const elsewhere = answer.headers.get('Location')
      // The page shows no form any more: the refusal is said on a page of its own, which leads there.
      if (elsewhere && !error.leadsOn) return this.failed(visit, context, error, page.space, actor, elsewhere)
      if (error.retryAfterSeconds) answer.headers.set('Retry-After', String(error.retryAfterSeconds))
      return answer
    } catch (again) {
      const isGone = again instanceof UserError && again.status !== 429
      if (!isGone) await kept()
      return this.failed(visit, context, isGone ? error : again, page.space, actor)
    }
  }

  /** What is wrong, with what else is wrong on the page. */
  async #allErrors(
    visit: Visit,
    { submit, place }: Page<Any>,
    actor: Any,
    { body, error }: { body: Body; error: UserError },
  ): Promise<FieldError[]> {
    const { errors } = error
    if (!submit?.alsoWrong || errors.every(({ field }) => field === null)) return errors
    const asking = { db: visit.site.reader, now: visit.now, actor, visit, params: place.read(visit.params), typed: nested(body) }
    const others = await submit.alsoWrong(asking)
    return [...errors, ...others.filter((other) => !errors.some(({ field }) => field === other.field))]
  }

  /** The files of a form that is refused, but for those that are what is wrong: nobody has to choose them again. */
  async #filesKept(visit: Visit, { fields, files: sent }: Body, error: UserError): Promise<Record<string, string>> {
    const files = Object.fromEntries(Object.entries(sent).filter(([name]) => !error.errors.some(({ field }) => field === name)))
    if (!visit.session || Object.keys(files).length === 0) return {}
    const isKept = await keepForm(visit, visit.session.owner, { fields, files }, error.code !== 'stale')
    return isKept ? namesOf({ files }) : {}
  }

  send(visit: Visit, context: Context, file: Download<Any>): Promise<Response> {
    return this.#asked(visit, async (asker) => {
      const identified = () => file.space.identify(visit)
      const sent = async (actor: Any): Promise<Response> => {
        if (actor instanceof Response) return file.isForScripts ? new Response(null, { status: 401 }) : actor
        isKnown(asker, actor)
        const looking = lookingFrom(visit, actor, file)
        try {
          const subject = await this.#subjectOf(file, looking)
          return subject instanceof Response ? subject : await file.send({ ...looking, subject })
        } catch (error) {
          await this.#notice(visit, error, actor)
          throw error
        }
      }
      if (!file.isSlow) return this.#comingIn(visit, file.space, async () => sent(await identified()))
      const actor = await this.#comingIn(visit, file.space, identified)
      return this.#slowly(context, whoIs(actor), () => sent(actor))
    })
  }

  /** Among what is slow, until it has been read to its end. */
  async #slowly(context: Context, who: string | undefined, work: () => Promise<Response>): Promise<Response> {
    const leave = await this.#slow.enter({ who })
    const outgoing: ServerResponse | undefined = context.env?.outgoing
    if (!outgoing || outgoing.closed) return work().finally(leave)
    outgoing.once('close', leave)
    return work()
  }

  /** What is at the address, once it is written down that somebody reads it. */
  async #subjectOf({ find, trace }: Page<Any> | Download<Any>, looking: ReturnType<typeof lookingFrom>): Promise<Any> {
    const subject = await find?.(looking)
    if (subject instanceof Response) return subject
    const facts = [trace?.({ ...looking, subject }) ?? []].flat()
    await recordAll(
      looking.visit.site.db,
      facts.map((fact) => ({ ...fact, at: looking.now, staff_id: looking.actor.id })),
    )
    return subject
  }

  async #render(
    visit: Visit,
    page: Page<Any>,
    actor: Any,
    form: FormState,
    status: number,
    found: Any = this.#subjectOf(page, lookingFrom(visit, actor, page)),
  ): Promise<Response> {
    let isRefused = form.errors.length > 0
    const done = doneIn(visit.url.searchParams)
    const looking = lookingFrom(visit, actor, page)
    const subject = await found
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
    const isShared = !isRefused && done === null && isForAnybody(page, visit, actor)
    if (isShared) visit.nonce = null
    const document = page.space.shell({ visit, actor, title: heading, description, scripts: page.scripts ?? [], content })
    if (isShared) return this.#shared(visit, document)
    const said = isRefused && status === 200 ? 422 : status
    return this.#html(visit, document, said, headersFor(page, visit, actor))
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
    if (error instanceof Gone) throw error
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

  /** The page of when there is too much to do, with what it says: made once. */
  #busy(visit: Visit, { message, status, retryAfterSeconds }: UserError): Response {
    this.#busyPages.set(message, this.#busyPages.get(message) ?? this.#drawBusy(message))
    const page = this.#busyPages.get(message) as BusyPage
    const packs = visit.headers.get('accept-encoding')?.includes('gzip') ?? false
    const answer = new Response(packs ? page.packed : page.bytes, {
      status,
      headers: { ...this.#headersOfPage(page.nonce, packs), 'Retry-After': String(retryAfterSeconds) },
    })
    WELL_SAID.add(answer)
    return answer
  }

  #drawBusy(sentence: string): BusyPage {
    // It shows nothing of anybody: its nonce may serve more than once.
    const nonce = randomBytes(16).toString('base64url')
    const bytes = Buffer.from(`<!doctype html>${renderToString(this.#lost.busy(this.#site, nonce, sentence))}`)
    return { nonce, bytes, packed: gzipSync(bytes) }
  }

  #headersOfPage(nonce: string | null, packs: boolean): Record<string, string> {
    return {
      ...this.#always,
      'Content-Security-Policy': `${this.#policy}script-src ${nonce === null ? this.#ourScripts : `'nonce-${nonce}'`}`,
      'Cache-Control': 'no-store',
      'Content-Type': 'text/html; charset=UTF-8',
      ...(packs && { 'Content-Encoding': 'gzip' }),
    }
  }

  /** A page with its headers: given at once and packed here, it costs a tenth less than when each middleware adds its own. */
  #html(visit: Visit, document: Any, status: number, more: Record<string, string>): Promise<Response> {
    return this.#sent(visit, Buffer.from(`<!doctype html>${renderToString(document)}`), status, more)
  }

  /** A page that is the same for all, and that proxies may keep. */
  async #shared(visit: Visit, document: Any): Promise<Response> {
    const bytes = Buffer.from(`<!doctype html>${renderToString(document)}`)
    // Something on it is of this visitor after all.
    if (visit.cookies.length > 0) return this.#sent(visit, bytes, 200, VARIES_BY_COOKIE)
    const tag = `W/"${hash('sha256', bytes, 'base64url')}"`
    const more = { ...VARIES_BY_COOKIE, ETag: tag, 'Cache-Control': KEPT_BY_PROXIES }
    if (!visit.headers.get('if-none-match')?.includes(tag)) return this.#sent(visit, bytes, 200, more)
    const unchanged = new Response(null, { status: 304, headers: { ...this.#headersOfPage(visit.nonce, false), ...more } })
    WELL_SAID.add(unchanged)
    return unchanged
  }

  async #sent(visit: Visit, bytes: Buffer<ArrayBuffer>, status: number, more: Record<string, string>): Promise<Response> {
    const packs = visit.headers.get('accept-encoding')?.includes('gzip') ?? false
    const headers = { ...this.#headersOfPage(visit.nonce, packs), ...more }
    const answer = withCookies(visit, new Response(packs ? await packed(bytes) : bytes, { status, headers }))
    WELL_SAID.add(answer)
    return answer
  }
}

const lookingFrom = (visit: Visit, actor: Any, { place, mayLag }: Page<Any> | Download<Any>) => ({
  db: (mayLag && visit.site.replica) || visit.site.reader,
  now: visit.now,
  actor,
  visit,
  params: place.read(visit.params),
  query: place.asked(visit.url.searchParams),
})

/** At the level that costs least: the next ones cost a page a third of its time, for a few bytes in a hundred. */
const LEAST = { level: 1 }

/** More than a page has by far: it would hold up the others for more than a millisecond. */
const LONG_BYTES = 100_000

/** At once, which takes three fifths of the processor that handing it to another thread takes, and waits behind no password there. */
const packed = async (bytes: Buffer<ArrayBuffer>): Promise<Buffer<ArrayBuffer>> =>
  bytes.length < LONG_BYTES ? gzipSync(bytes, LEAST) : gzipped(bytes, LEAST)
const gzipped = promisify<Buffer<ArrayBuffer>, ZlibOptions, Buffer<ArrayBuffer>>(gzip)

/** A copy is nobody's who carries a cookie. */
const VARIES_BY_COOKIE = { Vary: 'Accept-Encoding, Cookie' }

/** A minute in a proxy; in a browser, which somebody may sign in with meanwhile, not without asking whether it is still so. */
const KEPT_BY_PROXIES = 'public, max-age=0, s-maxage=60'

/** The answers that say already what all must. */
const WELL_SAID = new WeakSet<Response>()

/** Of what is no page, unless it says otherwise itself: it is ours, it shows itself alone and runs nothing, and nobody lists it. */
const SAID_OF_FILES = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
  'Cross-Origin-Resource-Policy': 'same-origin',
  'X-Robots-Tag': 'noindex, nofollow',
}

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
    countDatabaseAway()
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

/** A refusal of a network, or something of others that somebody who is signed in asked for. */
function noticedIn(visit: Visit, error: unknown, actor: Any): Notice | null {
  if (!(error instanceof UserError)) return null
  if (error.noticed) return { kind: error.noticed, about: visit.network }
  const who = whoIs(actor)
  return error.status === 404 && who && Object.keys(visit.params).length > 0 ? { kind: 'objects-of-others', about: who } : null
}

const csrfOf = (page: Page<Any>, visit: Visit): string => (page.submit?.opensSession ? visit.visitorCsrf() : visit.csrf())

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

const typedForm = (csrf: string, typed: Record<string, string[]>, errors: FieldError[], kept: Kept) =>
  new FormState(csrf, UUID.test(typed._id?.[0] ?? '') ? (typed._id?.[0] as string) : randomUUID(), typed, errors, kept)

const hasFiles = ({ files }: Body): boolean => Object.keys(files).length > 0

const VIRUS = 'Un virus a été trouvé dans ce fichier : il n’a pas été gardé. Vérifiez votre appareil, puis envoyez un autre fichier.'

/** Files that are what is refused are not kept with the rest. */
const withoutFiles = (body: Body) => (error: unknown) => {
  body.files = {}
  throw error
}

/** What may be kept of a form until it is sent again: without the files that are kept nowhere. */
const keepable = <Sent extends Pick<Body, 'files'>>(submit: Submit<Any, Any> | undefined, sent: Sent): Sent =>
  submit?.upload?.policy.isNeverKept ? { ...sent, files: {} } : sent

const bytesAtMost = ({ upload }: Submit<Any, Any>): number => (upload?.policy.megabytes ?? 0) * 1_000_000

const anothersForm = () =>
  new UserError(
    'anothers-form',
    'Ce formulaire a été rempli avec un autre compte. Il est gardé une heure : connectez-vous avec ce compte-là pour le retrouver.',
    { status: 403 },
  )

/** The same person works at another shop or school since. */
const formOfAnotherPlace = () =>
  new UserError(
    'anothers-form',
    'Ce formulaire a été rempli pour un autre de vos lieux de travail : rien n’est envoyé. Il est gardé une heure : revenez-y pour le retrouver.',
    { status: 403 },
  )

/** One error a field, the first. */
function fieldErrors(error: z.ZodError): FieldError[] {
  const seen = new Map<string, FieldError>()
  for (const issue of error.issues) {
    const name = String(issue.path[0] ?? '')
    // The form's own id is no field of anybody's.
    const field = name === '_id' ? '' : name
    if (!seen.has(field)) seen.set(field, { field: field || null, message: issue.message })
  }
  return [...seen.values()]
}

/** Whether whoever asks reads there what all others do. */
const isForAnybody = ({ isSameForAll }: Page<Any>, visit: Visit, actor: Any): boolean => isSameForAll === true && !actor && visit.isAnybodys

const headersFor = ({ isSameForAll }: Page<Any>, { sessionToken }: Visit, actor: Any): Record<string, string> => ({
  ...(actor && sessionToken && { 'Session-Mark': markOf(sessionToken) }),
  ...(isSameForAll && VARIES_BY_COOKIE),
})

/** Tells the browser's service worker which pages are of one session, and nothing about it. */
const markOf = (sessionToken: string): string => hash('sha256', `mark:${sessionToken}`, 'base64url')

/** Where the map's tiles come from, when the site has some: the only thing that a page shows of another host. */
const tilesFrom = (url: string | undefined) => (url ? ` ${url.split('/').slice(0, 3).join('/').replace('{s}', '*')}` : '')

/** Where our built files are, by each name of the site: no policy can name an address of version 6. */
const scriptsOf = ({ config }: Site): string =>
  config.origins
    .filter((origin) => !origin.includes('['))
    .map((origin) => `${origin}/assets/`)
    .join(' ')

/** What a page may show and run; its scripts are named after it. */
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
  for (const cookie of visit.cookies.splice(0)) answer.headers.append('Set-Cookie', cookie)
  return answer
}
