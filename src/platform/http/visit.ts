import { hash, randomUUID, timingSafeEqual } from 'node:crypto'
import type { Context } from 'hono'
import { generateCookie, getCookie } from 'hono/cookie'
import { cleaned } from '../cleaned.ts'
import { fingerprintsOf, type Key } from '../encryption.ts'
import { UserError } from '../errors.ts'
import { KEPT_MINUTES } from '../kept-forms.ts'
import { newToken, type OpenSession, SESSION_HOURS, type SessionOwner } from '../sessions.ts'
import { deviceIn } from './device.ts'
import { networkOf } from './network.ts'
import type { Site } from './site.ts'

/** A few minutes: from a password to the code that follows it, from a page to the next. */
const BRIEF_SECONDS = 300

const DAY_SECONDS = 86_400

/**
 * Every cookie that the site sets, what for, and for how many seconds; until the browser closes without a number. The page about cookies
 * is drawn from it, and nothing sets a cookie that is not here.
 */
export const COOKIES = {
  session: {
    purpose:
      'Vous reconnaître quand vous êtes connecté. La déconnexion le supprime. Sur une machine qui sert de caisse à un commerce, il dure 12 heures.',
    seconds: null,
  },
  visitor: { purpose: 'Vérifier qu’un formulaire envoyé vient bien de vous, avant la connexion.', seconds: null },
  'sign-in': {
    purpose: 'Attendre le code à 6 chiffres, quand un professionnel ou un responsable légal vient de donner son mot de passe.',
    seconds: BRIEF_SECONDS,
  },
  note: {
    purpose: 'Porter quelques mots d’une page à la suivante, par exemple l’adresse e-mail que vous venez d’indiquer.',
    seconds: BRIEF_SECONDS,
  },
  'sign-up': {
    purpose: 'Vous laisser corriger votre adresse e-mail dans l’heure qui suit votre inscription, dans ce navigateur seulement.',
    seconds: 3600,
  },
  kept: { purpose: 'Vous rendre ce que vous aviez saisi quand votre connexion s’est terminée.', seconds: KEPT_MINUTES * 60 },
  way: { purpose: 'Vous mener, une fois connecté, à la page que vous aviez demandée.', seconds: 600 },
  known: {
    purpose:
      'Reconnaître le navigateur dans lequel vous vous êtes déjà connecté : les mots de passe que quelqu’un essaie ailleurs ne vous empêchent pas d’y entrer. Il ne dit pas qui vous êtes, et ne sert plus quand vous changez de mot de passe. Il reconnaît aussi une machine qui a déjà servi de caisse à un commerce.',
    seconds: 180 * DAY_SECONDS,
  },
} as const satisfies Record<string, { purpose: string; seconds: number | null }>

type CookieName = keyof typeof COOKIES

/** A family shares a browser, and so do the tills of a shop. */
const KNOWN_IN_A_BROWSER = 5

/** One request, as pages and guards see it. */
export class Visit {
  readonly site: Site
  readonly now: Date
  readonly url: URL
  /** What its answer's scripts are known by; null once they are by where they come from, as on a page that a proxy may keep. */
  nonce: string | null = randomUUID()
  /** The session that it carries, once somebody is recognised by it. */
  session: OpenSession | null = null
  /** What the answer sets, as headers have it. */
  readonly cookies: string[] = []
  readonly #context: Context
  #cookiesSent: Record<string, string> | undefined
  #csrf: string | undefined
  #visitor: string | undefined

  constructor(site: Site, context: Context) {
    this.site = site
    this.#context = context
    this.now = site.clock.now()
    this.url = cleanedUrl(context.req.url)
  }

  get params(): Record<string, string> {
    const params = this.#context.req.param() as Record<string, string>
    return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, cleaned(value)]))
  }

  get request(): Request {
    return this.#context.req.raw
  }

  get headers(): Headers {
    return this.request.headers
  }

  /** Where the request came from, as limits count it: the connection's address, or what the proxy in front says when there is one. */
  get network(): string {
    const forwarded = this.headers.get('x-forwarded-for')?.split(',').at(-this.site.config.trustedProxies)?.trim()
    const behindProxy = this.site.config.publicUrl.startsWith('https:')
    return networkOf((behindProxy && forwarded) || this.#context.env?.incoming?.socket?.remoteAddress || 'unknown')
  }

  /** The browser and its system, in words. */
  get device(): string | null {
    return deviceIn(this.headers.get('user-agent'))
  }

  /** It carries nothing of ours: whoever asks is anybody. */
  get isAnybodys(): boolean {
    return Object.keys(COOKIES).every((name) => this.#cookie(name as CookieName) === undefined)
  }

  /** It carries nothing of ours that somebody has for having signed in here, or for being about to: they come after those who did. */
  get isStrangers(): boolean {
    return (['session', 'sign-in', 'known'] as const).every((name) => this.#cookie(name) === undefined)
  }

  get sessionToken(): string | undefined {
    return this.#cookie('session')
  }

  /** Puts the session in the browser, or takes it away, with what was left for whoever had the one before. */
  setSession(token: string | null): void {
    this.#take('note')
    this.#set('session', token)
  }

  /** The same of a machine that is a till for the day: whoever closes its browser by mistake finds it open. */
  setTill(token: string): void {
    this.#take('note')
    this.#set('session', token, SESSION_HOURS * 3600)
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

  /** What a browser in which somebody has just signed up shows when they mend their address. */
  get signUp(): string | undefined {
    return this.#cookie('sign-up')
  }

  leaveSignUp(mark: string): void {
    this.#set('sign-up', mark)
  }

  /** Whether whoever has that password signed in before from this browser, and has not changed it since. */
  isKnownTo(who: string, passwordHash: string | null): boolean {
    return passwordHash !== null && this.#marksOfBrowser(who, passwordHash).some((mark) => this.#known().includes(mark))
  }

  /** They have just signed in with that password. */
  rememberBrowserOf(who: string, passwordHash: string): void {
    const [mark, ...before] = this.#marksOfBrowser(who, passwordHash)
    const others = this.#known().filter((other) => other !== mark && !before.includes(other))
    this.#set('known', [mark, ...others].slice(0, KNOWN_IN_A_BROWSER).join('.'))
  }

  /** This browser is one like another to them from now on; those that others know it by stay. */
  forgetBrowserOf(who: string, passwordHash: string): void {
    const theirs = this.#marksOfBrowser(who, passwordHash)
    const others = this.#known().filter((mark) => !theirs.includes(mark))
    this.#set('known', others.length > 0 ? others.join('.') : null)
  }

  #known(): string[] {
    return this.#cookie('known')?.split('.') ?? []
  }

  /** Made with a key of ours, of their very password: nobody else can make it, and nothing is read from it. */
  #marksOfBrowser(who: string, passwordHash: string): string[] {
    const marks = fingerprintsOf(this.site.ibanKey, `known-browser:${who}:${passwordHash}`)
    return marks.map((mark) => mark.toString('base64url').slice(0, 22))
  }

  #cookie(name: CookieName): string | undefined {
    this.#cookiesSent ??= getCookie(this.#context)
    return this.#cookiesSent[this.#cookieName(name)]
  }

  /** Remembers the page that somebody was going to and has to sign in for. */
  leaveWay(): void {
    const way = this.url.pathname + this.url.search
    if (way.length <= 1000) this.#set('way', way)
  }

  /** The page that somebody was going to before they signed in, if it is under one of these bases; never outside the site. */
  takeWay(...bases: string[]): string | undefined {
    const way = URL.parse(this.#take('way') ?? '', this.site.config.publicUrl)
    if (way?.origin !== new URL(this.site.config.publicUrl).origin) return undefined
    return bases.some((base) => `${way.pathname}/`.startsWith(`${base}/`)) ? way.pathname + way.search : undefined
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

  #set(name: CookieName, value: string | null, seconds: number | null = COOKIES[name].seconds): void {
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

  /** What opens the forms that are kept for this browser. */
  get keptToken(): string | undefined {
    return this.#cookie('kept')
  }

  /** The same, given to the browser again, or for the first time. */
  renewKeptToken(): string {
    const token = this.keptToken ?? newToken()
    this.#set('kept', token)
    return token
  }

  /** Takes away what opens them: whoever was there has signed out. */
  dropKeptToken(): void {
    if (this.keptToken) this.#set('kept', null)
  }

  /**
   * The token that every form carries: derived from the session, or from a visitor's cookie before sign-in, so that
   * nothing is kept on the server and two servers agree. After it, whose form it is: what is sent once the session has ended is theirs.
   */
  csrf(): string {
    this.#csrf ??= this.sessionToken
      ? `${csrfFrom(this.sessionToken)}${this.session ? `.${this.#marksOf(this.session.owner)[0]}` : ''}`
      : this.visitorCsrf()
    return this.#csrf
  }

  /**
   * The same of the visitor's cookie, whoever is signed in: for forms that open a session. It stays good while another tab signs
   * in, and opens no form of the session that came of it.
   */
  visitorCsrf(): string {
    this.#visitor ??= this.#cookie('visitor')
    if (!this.#visitor) {
      this.#visitor = newToken()
      this.#set('visitor', this.#visitor)
    }
    return csrfFrom(this.#visitor)
  }

  /**
   * @throws UserError when the POST does not come from one of our own pages, which carry one of these tokens: `forged`, or `stale` when it
   * may come from a page of ours that was shown before somebody signed in or out.
   */
  mustComeFromOurForm(csrf: string | undefined, tokens: string[]): void {
    if (this.isOurForm(csrf, tokens)) return
    throw this.#isFromElsewhere() || (this.headers.get('origin') === null && !this.ownerIn(csrf)) ? forged() : stale()
  }

  /** Whether the POST comes from one of our own pages, as they are now. */
  isOurForm(csrf: string | undefined, tokens: string[]): boolean {
    return !this.#isFromElsewhere() && tokens.some((token) => isSame(secretIn(token), secretIn(csrf ?? '')))
  }

  #isFromElsewhere(): boolean {
    const origin = this.headers.get('origin')
    return origin !== null && !this.site.config.origins.includes(origin)
  }

  /** Whose form carries that token, once it was theirs: nobody else was ever given it. */
  ownerIn(csrf = ''): SessionOwner | null {
    const [, kind, id, workplace] = /\.([bs])(\d{1,15})(?:-(\d{1,15}))?\./.exec(csrf) ?? []
    if (!kind) return null
    const at = workplace && { workplaceId: Number(workplace) }
    const owner = kind === 'b' ? { beneficiaryId: Number(id) } : { staffId: Number(id), ...at }
    return this.#marksOf(owner).some((mark) => isSame(csrf.slice(csrf.indexOf('.') + 1), mark)) ? owner : null
  }

  #marksOf(owner: SessionOwner): string[] {
    const at = 'workplaceId' in owner ? `-${owner.workplaceId}` : ''
    const who = 'beneficiaryId' in owner ? `b${owner.beneficiaryId}` : `s${owner.staffId}${at}`
    const known = marksUnder(this.site.ibanKey.fingerprints.all)
    const marks =
      known.get(who) ?? fingerprintsOf(this.site.ibanKey, `whose form: ${who}`).map((mark) => `${who}.${mark.toString('base64url')}`)
    known.set(who, marks)
    return marks
  }
}

const marksKnown = new WeakMap<readonly Key[], Map<string, string[]>>()

/** What forms of people are marked with, as long as these keys are not read again, a minute or so: every page of somebody has it. */
function marksUnder(keys: readonly Key[]): Map<string, string[]> {
  const known = marksKnown.get(keys) ?? new Map<string, string[]>()
  marksKnown.set(keys, known)
  return known
}

/** An address whose query says what was typed in it, as `cleaned` has it. */
function cleanedUrl(address: string): URL {
  const url = new URL(address)
  // Whatever is not plain is written with this sign.
  if (!url.search.includes('%')) return url
  const asked = [...url.searchParams]
  if (asked.some(([, value]) => cleaned(value) !== value)) {
    url.search = String(new URLSearchParams(asked.map(([name, value]) => [name, cleaned(value)])))
  }
  return url
}

function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)]
  return a.length === b.length && timingSafeEqual(a, b)
}

/** Of a form's token, what only its session's browser knows. */
const secretIn = (csrf: string): string => csrf.split('.', 1)[0] as string

const csrfFrom = (secret: string): string => hash('sha256', `csrf:${secret}`, 'base64url')

const forged = () =>
  new UserError('forged', 'Cette page est restée ouverte trop longtemps. Rechargez-la, puis recommencez.', {
    status: 403,
    noticed: 'forged-posts',
  })

const stale = () =>
  new UserError(
    'stale',
    'Rien n’a été envoyé : votre connexion a changé depuis que cette page est ouverte. Vérifiez ce que vous aviez saisi, puis envoyez à nouveau.',
    { status: 403 },
  )
