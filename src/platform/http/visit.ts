import { hash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Context } from 'hono'
import { generateCookie, getCookie } from 'hono/cookie'
import { UserError } from '../errors.ts'
import { newToken } from '../sessions.ts'
import { deviceIn } from './device.ts'
import { networkOf } from './network.ts'
import type { Site } from './site.ts'

/** A few minutes: from a password to the code that follows it, from a page to the next. */
const BRIEF_SECONDS = 300

/**
 * Every cookie that the site sets, what for, and for how many seconds; until the browser closes without a number. The page about cookies
 * is drawn from it, and nothing sets a cookie that is not here.
 */
export const COOKIES = {
  session: { purpose: 'Vous reconnaître quand vous êtes connecté. La déconnexion le supprime.', seconds: null },
  visitor: { purpose: 'Vérifier qu’un formulaire envoyé vient bien de vous, avant la connexion.', seconds: null },
  'sign-in': {
    purpose: 'Attendre le code à 6 chiffres, quand un professionnel vient de donner son mot de passe.',
    seconds: BRIEF_SECONDS,
  },
  note: {
    purpose: 'Porter quelques mots d’une page à la suivante, par exemple l’adresse e-mail que vous venez d’indiquer.',
    seconds: BRIEF_SECONDS,
  },
} as const satisfies Record<string, { purpose: string; seconds: number | null }>

type CookieName = keyof typeof COOKIES

/** One request, as pages and guards see it. */
export class Visit {
  readonly site: Site
  readonly now: Date
  readonly url: URL
  readonly nonce = randomBytes(16).toString('base64url')
  /** What the answer sets, as headers have it. */
  readonly cookies: string[] = []
  readonly #context: Context
  #cookiesSent: Record<string, string> | undefined
  #csrf: string | undefined

  constructor(site: Site, context: Context) {
    this.site = site
    this.#context = context
    this.now = site.clock.now()
    this.url = new URL(context.req.url)
  }

  get params(): Record<string, string> {
    return this.#context.req.param() as Record<string, string>
  }

  get request(): Request {
    return this.#context.req.raw
  }

  get headers(): Headers {
    return this.request.headers
  }

  /** Where the request came from, as limits count it: the connection's address, or what the proxy in front says when there is one. */
  get network(): string {
    const forwarded = this.headers.get('x-forwarded-for')?.split(',').at(-1)?.trim()
    const behindProxy = this.site.config.publicUrl.startsWith('https:')
    return networkOf((behindProxy && forwarded) || this.#context.env?.incoming?.socket?.remoteAddress || 'unknown')
  }

  /** The browser and its system, in words. */
  get device(): string | null {
    return deviceIn(this.headers.get('user-agent'))
  }

  get sessionToken(): string | undefined {
    return this.#cookie('session')
  }

  /** Puts the session in the browser, or takes it away, with what was left for whoever had the one before. */
  setSession(token: string | null): void {
    this.#take('note')
    this.#set('session', token)
  }

  /** What a browser whose password was right shows with the code that is still awaited. */
  get pendingSignIn(): string | undefined {
    return this.#cookie('sign-in')
  }

  setPendingSignIn(token: string | null): void {
    this.#set('sign-in', token)
  }

  /** The few words that the page before left for this one: they are read once. */
  takeNote(): string | undefined {
    return this.#take('note')
  }

  /** Leaves a few words for the next page, in the browser and for five minutes: what must not stand in an address. */
  leaveNote(words: string): void {
    this.#set('note', words)
  }

  #cookie(name: CookieName): string | undefined {
    this.#cookiesSent ??= getCookie(this.#context)
    return this.#cookiesSent[this.#cookieName(name)]
  }

  /** Shown once, even to whoever comes to this browser afterwards. */
  #take(name: CookieName): string | undefined {
    const value = this.#cookie(name)
    if (value !== undefined) this.#set(name, null)
    return value
  }

  #cookieName(name: CookieName): string {
    return this.#isSecure ? `__Host-${name}` : name
  }

  get #isSecure(): boolean {
    return this.site.config.publicUrl.startsWith('https:')
  }

  #set(name: CookieName, value: string | null): void {
    const { seconds } = COOKIES[name]
    this.cookies.push(
      generateCookie(this.#cookieName(name), value ?? '', {
        path: '/',
        httpOnly: true,
        sameSite: 'Lax',
        secure: this.#isSecure,
        ...(value === null ? { maxAge: 0 } : seconds ? { maxAge: seconds } : {}),
      }),
    )
  }

  /**
   * The token that every form carries: derived from the session, or from a visitor's cookie before sign-in, so that
   * nothing is kept on the server and two servers agree.
   */
  csrf(): string {
    if (this.#csrf) return this.#csrf
    let secret = this.sessionToken ?? this.#cookie('visitor')
    if (!secret) {
      secret = newToken()
      this.#set('visitor', secret)
    }
    this.#csrf = hash('sha256', `csrf:${secret}`, 'base64url')
    return this.#csrf
  }

  /** @throws UserError when the POST does not come from one of our own pages. */
  mustComeFromOurForm(csrf: string | undefined): void {
    const origin = this.headers.get('origin')
    if (origin !== null && !this.site.config.origins.includes(origin)) throw forged()
    const expected = Buffer.from(this.csrf())
    const given = Buffer.from(csrf ?? '')
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) throw forged()
  }
}

const forged = () =>
  new UserError('forged', 'Cette page est restée ouverte trop longtemps. Rechargez-la, puis recommencez.', { status: 403 })
