import { timingSafeEqual } from 'node:crypto'
import { sql } from 'kysely'
import { z } from 'zod'
import type { Db } from './database/index.ts'
import { type Keys, markedFingerprintsOf } from './encryption.ts'
import { countTry, forgetTries, type Limit, mayTry, triesIn } from './limits.ts'

/**
 * Few figures that somebody chose, and that are typed where others stand: the PIN of a cashier, the payment code of a card's owner. The database
 * holds their fingerprint under a key of the site, without which nobody finds them by trying; at the site, limits see to that.
 */

/** Figures of that many. What is typed in their place is no try: a code that was scanned into the field. */
export const pinField = (pattern: RegExp, missing: string) => z.string({ error: missing }).regex(pattern, missing)

/** The same where it is chosen. */
export const chosenPin = (pattern: RegExp, missing: string) =>
  pinField(pattern, missing).refine(
    (chosen) => !isGuessed(chosen),
    'Ce code est trop facile à deviner : ni chiffres qui se suivent ou se répètent, ni date, ni année. Choisissez-en un autre.',
  )

/** Figures in the middle column of a keypad, its corners, its diagonals: what a hand types without thinking. */
const ON_A_KEYPAD = [
  '2580',
  '0852',
  '1379',
  '1397',
  '3179',
  '9731',
  '7931',
  '7139',
  '1793',
  '1470',
  '0741',
  '3690',
  '0963',
  '147258',
  '258369',
]

/** Whether many people choose it, so that whoever tries five finds it: figures that follow or repeat each other, years, days of birth. */
export function isGuessed(chosen: string): boolean {
  const figures = Array.from(chosen, Number)
  const steps = new Set(figures.slice(1).map((figure, index) => (figure - (figures[index] as number) + 10) % 10))
  // 1111, 1234, 9876, 7890.
  if (steps.size === 1 && [0, 1, 9].includes([...steps][0] as number)) return true
  // 1212, 123123, 112233, 1122, 1221, 123321.
  if (/^(\d{2,3})\1+$/.test(chosen) || /^(?:(\d)\1)+$/.test(chosen) || chosen === [...chosen].reverse().join('')) return true
  if (new Set(figures).size <= 2) return true
  return ON_A_KEYPAD.includes(chosen) || isDate(chosen)
}

/** A year, or a day and a month in either order, with two figures of a year or without. */
function isDate(chosen: string): boolean {
  if (/^(19[2-9]|20[0-4])\d$/.test(chosen)) return true
  const pairs = chosen.length === 5 ? [] : (chosen.match(/\d{2}/g) ?? []).map(Number)
  const isDay = (day = 0, month = 0) => day >= 1 && day <= 31 && month >= 1 && month <= 12
  const [first, second, third] = pairs
  const inEitherOrder = isDay(first, second) || isDay(second, first)
  return inEitherOrder || (third !== undefined && (isDay(second, third) || isDay(third, second)))
}

/** What the database keeps of figures, under the newest key, and would have kept under those before. `whose`: they are nobody else's. */
export const fingerprintsOfPin = (keys: Keys, whose: string, chosen: string): [Buffer, ...Buffer[]] =>
  markedFingerprintsOf(keys, `${whose}:${chosen}`)

/** Those of which the fingerprint in that column is compared under a key before the newest. */
export const isUnderOldKey = ({ fingerprints }: Keys, column: string) =>
  sql<boolean>`substring(${sql.ref(column)} from 1 for 4) <> ${fingerprints.newest.mark}`

const isPin = (kept: Buffer, hashes: readonly Buffer[]): boolean =>
  hashes.some((hash) => hash.length === kept.length && timingSafeEqual(hash, kept))

interface Typed {
  kept: Buffer
  hashes: readonly Buffer[]
  /** In a row: the right ones forget it. */
  inARow: Limit
  /** What a right one forgets nothing of, so that nobody tries between those of its owner. */
  wide: readonly Limit[]
}

/** `lockedBy`: the limit that was reached; `isNew`, by this very try. */
type Tried = { isRight: true } | { isRight: false; left: number } | { isRight: false; lockedBy: Limit; isNew: boolean }

/** Looks at figures that were typed, and counts them: before any transaction, since a wrong one counts whatever follows. */
export async function tryPin(db: Db, now: Date, { kept, hashes, inARow, wide }: Typed): Promise<Tried> {
  const reached = async () => {
    const tries = await triesIn(db, [...wide], now)
    return wide.find(({ max }, index) => (tries[index] ?? 0) >= max)
  }
  const locked = (lockedBy: Limit, isNew = false) => ({ isRight: false as const, lockedBy, isNew })
  const before = await reached()
  if (before) return locked(before)
  if (!(await mayTry(db, inARow, now))) return locked(inARow)
  if (!isPin(kept, hashes)) {
    await countTry(db, [...wide], now)
    const [tries = 0] = await triesIn(db, [inARow], now)
    return tries < inARow.max ? { isRight: false, left: inARow.max - tries } : locked(inARow, true)
  }
  // Among many sent at once, what was right is told only as long as the wrong ones beside it were few.
  const after = await reached()
  if (after) return locked(after)
  await forgetTries(db, [inARow])
  return { isRight: true }
}
