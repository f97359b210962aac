import { createSecretKey, generateKeyPairSync } from 'node:crypto'
import { facts } from '../../src/facts.ts'
import { readConfig } from '../../src/platform/config.ts'
import { inTransaction } from '../../src/platform/database/index.ts'
import { KeyRing } from '../../src/platform/encryption.ts'
import { createApp } from '../../src/platform/http/app.tsx'
import { readAssets } from '../../src/platform/http/assets.ts'
import type { Site } from '../../src/platform/http/site.ts'
import { openLog } from '../../src/platform/log.ts'
import { openSession } from '../../src/platform/sessions.ts'
import { kept } from '../../src/retention.ts'
import { routes } from '../../src/routes.ts'
import { lost } from '../../src/spaces/lost.tsx'
import { TEST_NOW, type TestDatabase } from './database.ts'

export const ORIGIN = 'http://localhost:3000'

const pushKey = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey

/** A site on a test's database, whose clock the test sets. */
export function testSite(database: TestDatabase, now = TEST_NOW): { site: Site; clock: { now(): Date; set(now: Date): void } } {
  let current = now
  const clock = {
    now: () => current,
    set(to: Date) {
      current = to
    },
  }
  const config = readConfig({ DEMO: '1', DATA_DIR: '/nonexistent' })
  const ring = new KeyRing(() => [Buffer.alloc(32, 'key')])
  const ibanKey = { encryption: ring, fingerprints: ring }
  const sealKey = createSecretKey(Buffer.alloc(32, 'seal'))
  return {
    clock,
    site: {
      config,
      clock,
      db: database.db,
      reader: database.reader,
      pool: database.pool,
      log: openLog('silent'),
      assets: readAssets(undefined),
      ibanKey,
      sealKey,
      pushKey,
      facts,
      kept,
    },
  }
}

/** A body as it travels: the server may stop reading it half-way, which undici's own streams of a form do not stand. */
export async function inBytes(body: FormData | URLSearchParams, headers: Record<string, string>) {
  const request = new Request(ORIGIN, { method: 'POST', body })
  return { body: await request.arrayBuffer(), headers: { 'content-type': request.headers.get('content-type') ?? '', ...headers } }
}

/** Of each site its app, made once: making one takes longer than most pages. */
const APPS = new WeakMap<Site, ReturnType<typeof createApp>>()

function appOf(site: Site): ReturnType<typeof createApp> {
  const app = APPS.get(site) ?? createApp(site, routes, lost)
  APPS.set(site, app)
  return app
}

/** What a form sends; of boxes that are ticked together, all. */
export type Fields = Record<string, string | Blob | string[]>

/** Somebody at a browser without JavaScript: keeps cookies, follows nothing by itself, sends the forms that pages show. */
export class Visitor {
  readonly #app: ReturnType<typeof createApp>
  readonly #site: Site
  readonly #cookies = new Map<string, string>()

  constructor(site: Site) {
    this.#site = site
    this.#app = appOf(site)
  }

  /** Opens a session without the sign-in page. */
  async signInAs(owner: { beneficiaryId: number } | { staffId: number }): Promise<this> {
    const token = await inTransaction(this.#site.db, this.#site.clock.now(), (tx) => openSession(tx, owner, undefined))
    this.#cookies.set('session', token)
    return this
  }

  /** Comes with a session that was opened for them. */
  withSession(token: string): this {
    this.#cookies.set('session', token)
    return this
  }

  /** Comes with a cookie that somebody planted. */
  withCookie(name: string, value: string): this {
    this.#cookies.set(name, value)
    return this
  }

  async get(path: string, headers: Record<string, string> = {}): Promise<Answer> {
    return this.#send(path, { headers })
  }

  /** Sends a form as it stands on its page, with these fields filled in. */
  async submit(path: string, fields: Fields = {}): Promise<Answer> {
    const { text } = await this.get(path)
    const hidden = (name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(text)?.[1] ?? ''
    const kept = hidden('_kept')
    return this.post(path, { _csrf: hidden('_csrf'), _id: hidden('_id'), ...(kept && { _kept: kept }), ...fields })
  }

  /** Looks for words on a page that hides them, and follows to what is found. */
  async search(path: string, asked: Fields): Promise<Answer> {
    const { location } = await this.post(`${path}?chercher`, asked)
    return this.get(location as string)
  }

  /** Sends anything at all. */
  async post(path: string, fields: Fields, headers: Record<string, string> = { origin: ORIGIN }): Promise<Answer> {
    const hasFile = Object.values(fields).some((value) => value instanceof Blob)
    const body = hasFile ? new FormData() : new URLSearchParams()
    for (const [name, value] of Object.entries(fields)) for (const one of [value].flat()) body.append(name, one as string)
    return this.#send(path, { method: 'POST', ...(await inBytes(body, headers)) })
  }

  async #send(path: string, init: RequestInit & { headers: Record<string, string> }): Promise<Answer> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await this.#app.request(`${ORIGIN}${path}`, { ...init, headers: { ...init.headers, ...(cookie ? { cookie } : {}) } })
    for (const set of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? []
      if (value && !set.includes('Max-Age=0')) this.#cookies.set(name, value)
      else this.#cookies.delete(name)
    }
    const bytes = Buffer.from(await response.arrayBuffer())
    return {
      status: response.status,
      location: response.headers.get('location'),
      headers: response.headers,
      bytes,
      text: bytes.toString('utf8'),
    }
  }
}

export interface Answer {
  status: number
  location: string | null
  headers: Headers
  bytes: Buffer
  text: string
}

/** Somebody who works at several shops or schools says for which, by its name. */
export async function chooses(visitor: Visitor, { name }: { name: string }): Promise<Answer> {
  const page = '/professionnels/lieux'
  const { text } = await visitor.get(page)
  const [, workplace = ''] = new RegExp(`value="(\\d+)"[^>]*>(?:<span>)?Travailler pour ${name}<`).exec(text) ?? []
  return visitor.submit(page, { workplace })
}
