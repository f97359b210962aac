import { createHash, randomBytes, randomUUID } from 'node:crypto'
import type { Answer } from '../http.ts'
import { type Browsers, getting, posting } from './browsers.ts'
import { cardNumberOf, PARTNERS, PASSWORD, PEOPLE, townOf } from './day.ts'
import type { Notes } from './figures.ts'
import type { Person, Task } from './task.ts'

/** A request of a visit: what it is counted as, the status that it should have, and when it should have been sent if that is past. */
export interface Asked {
  kind: string
  request: string | Buffer
  expects: number
  due?: number
}

const among = <T>(things: readonly T[]): T => things[Math.floor(Math.random() * things.length)] as T
const upTo = (most: number): number => 1 + Math.floor(Math.random() * most)

/** Pages of those who are signed in, as often as they stand here. */
const PAGES: (() => string)[] = [
  () => '/espace',
  () => '/espace',
  () => '/espace',
  () => '/espace/ma-carte',
  () => '/espace/ma-carte',
  () => '/espace/ma-carte',
  () => '/espace/ma-carte/transactions',
  () => '/espace/ma-carte/transactions',
  () => '/ou-utiliser-ma-carte',
  () => `/ou-utiliser-ma-carte?ville=${encodeURIComponent(townOf(upTo(PARTNERS)))}`,
]

/** What people do on that day. Each answers once it is done, or has failed. */
export class Visits {
  readonly #browsers: Browsers
  readonly #notes: Notes
  readonly #task: Task
  /** What should have been sent before is not noted. */
  measuresFrom = Number.POSITIVE_INFINITY

  constructor(task: Task, browsers: Browsers, notes: Notes) {
    this.#task = task
    this.#browsers = browsers
    this.#notes = notes
  }

  /** Asks, and notes how long it took since it should have been sent; undefined when the answer is another than expected. */
  async ask({ kind, request, expects, due = performance.now() }: Asked): Promise<Answer | undefined> {
    const answer = await this.#browsers.ask(request).catch((error: Error & { code?: string }) => error.code ?? error.message)
    const status = typeof answer === 'string' ? answer : answer.status
    if (due >= this.measuresFrom) this.#notes.note(kind, performance.now() - due, status, status === expects)
    return typeof answer !== 'string' && answer.status === expects ? answer : undefined
  }

  async page(due: number): Promise<void> {
    await this.ask({ kind: 'pages', request: getting(among(PAGES)(), among(this.#task.people).cookie), expects: 200, due })
  }

  /** The form, then what is typed in it. Answers the cookie by which that browser is known from then on. */
  async signIn({ due = performance.now(), kind = 'sign-ins', number = cardNumberOf(upTo(PEOPLE)), password = PASSWORD, known = '' }) {
    const visitor = randomBytes(32).toString('base64url')
    const cookie = `__Host-visitor=${visitor}${known && `; __Host-known=${known}`}`
    const isRight = password === PASSWORD
    if (isRight && !(await this.ask({ kind, request: getting('/connexion', cookie), expects: 200, due }))) return undefined
    const _csrf = createHash('sha256').update(`csrf:${visitor}`).digest('base64url')
    const request = posting('/connexion', cookie, { _csrf, number, password })
    const answer = await this.ask({ kind, request, expects: isRight ? 303 : 401, ...(!isRight && { due }) })
    return answer && /^set-cookie: __Host-known=([^;\r]+)/im.exec(answer.head)?.[1]
  }

  /** A card is shown, the shop sees whose it is, types the amount and sees the receipt. */
  async payAtTill(due: number): Promise<void> {
    const kind = 'payments at tills'
    const [till, person] = [among(this.#task.tills), upTo(PEOPLE)]
    const { cookie, csrf: _csrf } = till
    const code = cardNumberOf(person)
    const shown = await this.ask({ kind, request: posting('/partenaire/encaissement', cookie, { _csrf, code }), expects: 303, due })
    const checkout = shown && /^location: (\S+)/im.exec(shown.head)?.[1]
    if (!checkout || !(await this.ask({ kind, request: getting(checkout, cookie), expects: 200 }))) return
    const fields = { _csrf, _id: randomUUID(), walletId: `${person}`, amount: '0,50' }
    const paid = await this.ask({ kind, request: posting(checkout, cookie, fields), expects: 303 })
    if (paid) await this.ask({ kind, request: getting(`${checkout}/recu`, cookie), expects: 200 })
  }

  /** The partners of a town, what was chosen among them, and the receipt to print. */
  async prepay(due: number): Promise<void> {
    const kind = 'prepayments'
    const [{ id, cookie, csrf: _csrf }, partner] = [among(this.#task.people), upTo(PARTNERS)]
    const choosing = `/espace/ma-carte/prepaiements/nouveau?ville=${encodeURIComponent(townOf(partner))}`
    if (!(await this.ask({ kind, request: getting(choosing, cookie), expects: 200, due }))) return
    const fields = { _csrf, _id: randomUUID(), partnerId: `${partner}`, walletId: `${id}`, amount: '0,50' }
    const request = posting('/espace/ma-carte/prepaiements/nouveau/verification', cookie, fields)
    const made = await this.ask({ kind, request, expects: 303 })
    const prepayment = made && /^location: (\S+)/im.exec(made.head)?.[1]
    if (prepayment) await this.receipt(prepayment, cookie)
  }

  async receipt(prepayment: string, cookie: string, kind = 'their receipts'): Promise<void> {
    await this.ask({ kind, request: getting(`${prepayment}/recu.pdf`, cookie), expects: 200 })
  }
}

/** Any of them, again and again in turn. */
export function inTurn(people: readonly Person[]): () => Person {
  let next = 0
  return () => people[next++ % people.length] as Person
}
