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
  /** How many may wait behind them, and how many of those who go before all others. */
  waiting: number
  waitingFirst?: number
  /** Whoever has waited so long is told to come back. */
  patienceMs?: number
  /** The same of one person: theirs that may not go on yet let others pass. */
  ofOne?: { atOnce: number; waiting: number }
}

interface Waiter {
  who: string | undefined
  enter: () => void
}

interface Comer {
  /** Goes before all others. */
  isFirst?: boolean
  /** Whose work it is, where it is not the asker's. */
  who?: string | undefined
}

/**
 * A door for work of which the machine can do so much: so many at a time, so many waiting behind them, one person's never all of them.
 * @returns runs the work in its turn; a UserError 503 when too many wait already (`mustHaveRoom` says it beforehand) or when it waited too
 * long, 429 when too much of it is one person's; Gone when whoever asked has left before their turn
 */
export function turns({ atOnce, waiting, waitingFirst = 0, patienceMs, ofOne }: Door) {
  const lines: { first: Waiter[]; others: Waiter[] } = { first: [], others: [] }
  const ofEach = new Map<string, { working: number; present: number }>()
  let working = 0
  let lastServed: string | undefined

  const isFull = () => working >= atOnce()
  const hasRoomFor = (who: string | undefined) => !ofOne || who === undefined || (ofEach.get(who)?.working ?? 0) < ofOne.atOnce

  function mustHaveRoom({ isFirst = false }: Comer = {}): void {
    if (!isFull()) return
    if (isFirst ? lines.first.length >= waitingFirst : lines.others.length >= waiting) throw overloaded()
  }

  function begin(who: string | undefined): void {
    working += 1
    const theirs = who === undefined ? undefined : ofEach.get(who)
    if (theirs) theirs.working += 1
  }

  function end(who: string | undefined): void {
    working -= 1
    const theirs = who === undefined ? undefined : ofEach.get(who)
    if (theirs) theirs.working -= 1
    lastServed = who
    next()?.enter()
  }

  /** The next one to enter, out of its line: who goes first, then who came first; but somebody else before the one who has just been served. */
  function next(): Waiter | undefined {
    if (isFull()) return undefined
    for (const line of [lines.first, lines.others]) {
      const may = line.filter(({ who }) => hasRoomFor(who))
      const chosen = may.find(({ who }) => who === undefined || who !== lastServed) ?? may[0]
      if (chosen) return take(line, chosen)
    }
    return undefined
  }

  function comeIn(who: string | undefined): void {
    if (!ofOne || who === undefined) return
    const theirs = ofEach.get(who) ?? { working: 0, present: 0 }
    if (theirs.present >= ofOne.atOnce + ofOne.waiting) throw tooManyOfYours()
    theirs.present += 1
    ofEach.set(who, theirs)
  }

  function goOut(who: string | undefined): void {
    const theirs = who === undefined ? undefined : ofEach.get(who)
    if (theirs && --theirs.present === 0) ofEach.delete(who as string)
  }

  /** Waits in a line until it is let in; it has begun then. */
  function wait(line: Waiter[], who: string | undefined, leaving: AbortSignal | undefined): Promise<void> {
    return new Promise<void>((resolve, reject) => {
      const waiter: Waiter = {
        who,
        enter() {
          begin(who)
          over()
          resolve()
        },
      }
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

  /** In its turn: answers what ends it. For work that goes on after its function has answered. */
  async function enter(comer: Comer = {}): Promise<() => void> {
    const asker = asking.getStore()
    const who = comer.who ?? asker?.who
    comeIn(who)
    try {
      if (!isFull() && hasRoomFor(who)) begin(who)
      else {
        mustHaveRoom(comer)
        const leaving = asker?.leaving()
        if (leaving?.aborted) throw new Gone()
        await wait(comer.isFirst ? lines.first : lines.others, who, leaving)
      }
    } catch (error) {
      goOut(who)
      throw error
    }
    return () => {
      end(who)
      goOut(who)
    }
  }

  async function inTurn<T>(work: () => Promise<T>, comer?: Comer): Promise<T> {
    const leave = await enter(comer)
    try {
      return await work()
    } finally {
      leave()
    }
  }

  return Object.assign(inTurn, { mustHaveRoom, enter })
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
