import { AsyncLocalStorage } from 'node:async_hooks'
import { UserError } from './errors.ts'

/** For whom the work in hand is done. */
interface Asker {
  /** Somebody, whatever they are called; undefined for whoever is not signed in. */
  who: string | undefined
  /** Says when they have left: asked for by whoever makes them wait only. */
  leaving(): AbortSignal
}

const asking = new AsyncLocalStorage<Asker>()

/** Does the work, and all that comes of it, for that asker: doors on the way count it as theirs, and let nothing be done once they have left. */
export const askedBy = <T>(asker: Asker, work: () => T): T => asking.run(asker, work)

/** Says when whoever asked for the work in hand has left; nothing when nobody waits for it. */
export const leavingOfAsker = (): AbortSignal | undefined => asking.getStore()?.leaving()

/** Whoever asked has left: nothing is done for them, and nobody is there to be told. */
export class Gone extends Error {}

interface Door {
  /** How many at a time. */
  atOnce: () => number
  /** How many may wait behind them, as many again of those who go after all others, and how many of those who go before. */
  waiting: number
  waitingFirst?: number
  /** Whoever has waited so long is told to come back. */
  patienceMs?: number
  /** The same of one person: theirs that may not go on yet let others pass. */
  ofOne?: { atOnce: number; waiting: number }
  /** What one person's slow things may take of it: past that, no more of theirs for a while. */
  slow?: Slow
}

interface Slow {
  /** Longer than this it is slow, and counts. */
  afterMs: number
  /** Of all that is slow, in so many minutes from the first. */
  msAtMost: number
  minutes: number
}

/** Three files that are read until they are given up. None of anybody's own is as slow as these, on a busy machine neither. */
export const SLOW_FILES: Slow = { afterMs: 10_000, msAtMost: 45_000, minutes: 30 }

interface Waiter {
  who: string | undefined
  enter: () => void
}

export interface Comer {
  /** Goes before all others. */
  isFirst?: boolean
  /** Goes after all others. */
  isLast?: boolean
  /** They made what is worked on: that it is slow counts against them, and not against whoever has to read it. */
  isTheirs?: boolean
  /** Whose work it is, where it is not the asker's. */
  who?: string | undefined
}

/**
 * A door for work of which the machine can do so much: so many at a time, so many waiting behind them, one person's never all of them.
 * @returns runs the work in its turn; a UserError 503 when too many wait already (`mustHaveRoom` says it beforehand) or when it waited too
 * long, 429 when too much of it is one person's, or slow; Gone when whoever asked has left before their turn
 */
export function turns(door: Door) {
  const lines = new Lines(door)
  async function inTurn<T>(work: () => Promise<T>, comer?: Comer): Promise<T> {
    const leave = await lines.enter(comer)
    const begun = performance.now()
    try {
      return await work()
    } finally {
      if (comer?.isTheirs) lines.noteSlow(comer, performance.now() - begun)
      leave()
    }
  }
  return Object.assign(inTurn, {
    mustHaveRoom: (comer?: Comer) => lines.mustHaveRoom(comer),
    /** In its turn: answers what ends it. For work that goes on after its function has answered. */
    enter: (comer?: Comer) => lines.enter(comer),
  })
}

/** Who is at work behind a door, and who waits before it. */
class Lines {
  readonly #door: Door
  readonly #first: Waiter[] = []
  readonly #others: Waiter[] = []
  readonly #last: Waiter[] = []
  readonly #ofEach = new Map<string, { working: number; present: number }>()
  readonly #slowOfEach = new Map<string, { ms: number; until: number }>()
  #working = 0
  #lastServed: string | undefined

  constructor(door: Door) {
    this.#door = door
  }

  mustHaveRoom(comer: Comer = {}): void {
    if (!this.#isFull()) return
    const { waiting, waitingFirst = 0 } = this.#door
    if (this.#lineOf(comer).length >= (comer.isFirst ? waitingFirst : waiting)) throw overloaded()
  }

  #lineOf({ isFirst, isLast }: Comer): Waiter[] {
    if (isFirst) return this.#first
    return isLast ? this.#last : this.#others
  }

  async enter(comer: Comer = {}): Promise<() => void> {
    const asker = asking.getStore()
    const who = comer.who ?? asker?.who
    if (comer.isTheirs) this.#mustNotBeSlow(who)
    this.#comeIn(who)
    try {
      if (!this.#isFull() && this.#hasRoomFor(who)) this.#begin(who)
      else {
        this.mustHaveRoom(comer)
        const leaving = asker?.leaving()
        if (leaving?.aborted) throw new Gone()
        await this.#wait(this.#lineOf(comer), who, leaving)
      }
    } catch (error) {
      this.#goOut(who)
      throw error
    }
    return () => {
      this.#end(who)
      this.#goOut(who)
    }
  }

  /** Waits in a line until it is let in; it has begun then. */
  #wait(line: Waiter[], who: string | undefined, leaving: AbortSignal | undefined): Promise<void> {
    const { patienceMs } = this.#door
    return new Promise<void>((resolve, reject) => {
      const enter = () => {
        this.#begin(who)
        over()
        resolve()
      }
      const waiter: Waiter = { who, enter }
      const giveUp = (error: Error) => {
        take(line, waiter)
        over()
        reject(error)
      }
      const onLeave = () => giveUp(new Gone())
      const timer = patienceMs === undefined ? undefined : setTimeout(() => giveUp(overloaded()), patienceMs)
      const over = () => {
        clearTimeout(timer)
        leaving?.removeEventListener('abort', onLeave)
      }
      leaving?.addEventListener('abort', onLeave, { once: true })
      line.push(waiter)
    })
  }

  /** The next one to enter, out of its line: who goes first, then who came first; but somebody else before the one who has just been served. */
  #next(): Waiter | undefined {
    if (this.#isFull()) return undefined
    for (const line of [this.#first, this.#others, this.#last]) {
      const may = line.filter(({ who }) => this.#hasRoomFor(who))
      const chosen = may.find(({ who }) => who === undefined || who !== this.#lastServed) ?? may[0]
      if (chosen) return take(line, chosen)
    }
    return undefined
  }

  /** Counts what was slow against whoever made it. */
  noteSlow(comer: Comer, ms: number): void {
    const { slow } = this.#door
    const who = comer.who ?? asking.getStore()?.who
    if (!slow || who === undefined || ms < slow.afterMs) return
    const now = performance.now()
    for (const [other, { until }] of this.#slowOfEach) if (until <= now) this.#slowOfEach.delete(other)
    const theirs = this.#slowOfEach.get(who) ?? { ms: 0, until: now + slow.minutes * 60_000 }
    this.#slowOfEach.set(who, { ...theirs, ms: theirs.ms + ms })
  }

  #mustNotBeSlow(who: string | undefined): void {
    const { slow } = this.#door
    const theirs = who === undefined ? undefined : this.#slowOfEach.get(who)
    const secondsLeft = theirs ? Math.ceil((theirs.until - performance.now()) / 1000) : 0
    if (slow && theirs && theirs.ms >= slow.msAtMost && secondsLeft > 0) throw tooSlow(secondsLeft)
  }

  #isFull(): boolean {
    return this.#working >= this.#door.atOnce()
  }

  #hasRoomFor(who: string | undefined): boolean {
    const { ofOne } = this.#door
    return !ofOne || who === undefined || (this.#ofEach.get(who)?.working ?? 0) < ofOne.atOnce
  }

  #begin(who: string | undefined): void {
    this.#working += 1
    const theirs = who === undefined ? undefined : this.#ofEach.get(who)
    if (theirs) theirs.working += 1
  }

  #end(who: string | undefined): void {
    this.#working -= 1
    const theirs = who === undefined ? undefined : this.#ofEach.get(who)
    if (theirs) theirs.working -= 1
    this.#lastServed = who
    this.#next()?.enter()
  }

  #comeIn(who: string | undefined): void {
    const { ofOne } = this.#door
    if (!ofOne || who === undefined) return
    const theirs = this.#ofEach.get(who) ?? { working: 0, present: 0 }
    if (theirs.present >= ofOne.atOnce + ofOne.waiting) throw tooManyOfYours()
    theirs.present += 1
    this.#ofEach.set(who, theirs)
  }

  #goOut(who: string | undefined): void {
    const theirs = who === undefined ? undefined : this.#ofEach.get(who)
    if (theirs && --theirs.present === 0) this.#ofEach.delete(who as string)
  }
}

function take(line: Waiter[], waiter: Waiter): Waiter {
  line.splice(line.indexOf(waiter), 1)
  return waiter
}

/** What is told to whoever comes when the machine has all that it can hold. */
export const overloaded = () =>
  new UserError(
    'overloaded',
    'Beaucoup de personnes utilisent le site en ce moment. Réessayez dans quelques secondes : rien n’est perdu.',
    {
      status: 503,
      retryAfterSeconds: 5,
    },
  )

const tooManyOfYours = () =>
  new UserError('too-many-of-yours', 'Plusieurs de vos demandes sont déjà en cours. Attendez qu’elles se terminent, puis recommencez.', {
    status: 429,
    retryAfterSeconds: 5,
  })

const tooSlow = (seconds: number) =>
  new UserError(
    'too-slow',
    `Vos derniers fichiers ont été trop longs à lire. Attendez ${Math.ceil(seconds / 60)} min, puis envoyez-en un plus simple : une photo du document, par exemple.`,
    { status: 429, retryAfterSeconds: seconds },
  )
