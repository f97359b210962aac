import { checked } from '../../../src/platform/luhn.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

/** Draws that look like chance, and are the same at each loading: Mulberry32. */
export class Chance {
  #state: number
  readonly #now: number
  readonly #drawn = new Set<string>()

  constructor(seed: number, now: Date) {
    this.#state = seed
    this.#now = now.getTime()
  }

  /** From 0 to 1, which it never is. */
  fraction(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }

  /** A whole number, both ends included. */
  between(least: number, most: number): number {
    return least + Math.floor(this.fraction() * (most - least + 1))
  }

  from<Item>(items: readonly Item[]): Item {
    return items[this.between(0, items.length - 1)] as Item
  }

  /** Whether it happens, so many times in a hundred. */
  happens(percent: number): boolean {
    return this.fraction() * 100 < percent
  }

  /** A number as the site makes them, its last digit the check of the others; each is drawn once. */
  number(digits: number): string {
    const first = String(this.between(1, 9))
    const number = checked(first + Array.from({ length: digits - 2 }, () => this.between(0, 9)).join(''))
    if (this.#drawn.has(number)) return this.number(digits)
    this.#drawn.add(number)
    return number
  }

  /** A random UUID's shape. */
  uuid(): string {
    const hex = Array.from({ length: 32 }, () => this.between(0, 15).toString(16)).join('')
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`
  }

  /** So many days ago, and some hours less. */
  ago(days: number): Date {
    return new Date(this.#now - Math.max(days * DAY_MS, this.between(5, 90) * MINUTE_MS))
  }

  /** In the morning of the day that was so many days ago. */
  morning(daysAgo: number): Date {
    const then = new Date(this.#now - daysAgo * DAY_MS)
    then.setUTCHours(OPENS_AT, 40, 0, 0)
    return then
  }

  /** So many days after an instant, in the hours when schools and shops are open; undefined when that is still to come. */
  after(instant: Date, days: number): Date | undefined {
    const then = new Date(instant.getTime() + days * DAY_MS)
    const isClosed = then.getUTCHours() < OPENS_AT || then.getUTCHours() >= CLOSES_AT
    if (isClosed) {
      if (then.getUTCHours() >= CLOSES_AT) then.setTime(then.getTime() + DAY_MS)
      then.setUTCHours(this.between(OPENS_AT, CLOSES_AT - 1), this.between(0, 59))
    }
    return then.getTime() < this.#now ? then : undefined
  }
}

/** By the clocks of Greenwich. */
const OPENS_AT = 8
const CLOSES_AT = 17
