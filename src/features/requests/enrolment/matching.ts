import type { Day } from '../../../platform/dates.ts'
import { coreOf, isMistyped, joined, sharesAWord } from './names.ts'

/** Who on a school's list is who asked for the card: without HTTP and without SQL. */

/** Somebody on the list. */
export interface Listed {
  id: number
  last_name: string
  usage_name: string | null
  first_names: readonly string[]
  birth_date: Day | null
  /** What stands for their national number; empty when it is not known. */
  ine: readonly string[]
}

/** Somebody who asked. */
export interface Asking {
  id: number
  last_name: string
  first_name: string
  /** In Latin letters, where the name is in others. */
  printed_last_name: string
  printed_first_name: string
  birth_date: Day
  ine: readonly string[]
}

/** What a person said of two of them: that they are the same, or that they are not. */
export interface Judged {
  asking: number
  listed: number
  isSame: boolean
}

/**
 * `found`: exactly one pupil and one request fit. `unknown`: several fit, or somebody is close, and a person has to look. `how`: what the two
 * were told to be the same by.
 */
export type Match =
  | { answer: 'found'; listed: number; how: Fit }
  | { answer: 'unknown'; why: 'several' | 'close'; candidates: number[] }
  | { answer: 'not-found' }

/**
 * By what two are told to be the same. `all`: names, birth date and number. `ine`: the number, where a name or the birth date is close only.
 * `other-number`: names and birth date, although the number is another.
 */
type Fit = 'names' | 'all' | 'ine' | 'other-number' | 'judged'

/** More than a person compares. */
const CANDIDATES_AT_MOST = 5

/** Each request's answer. Nothing depends on the order in which they come. */
export function match(listed: readonly Listed[], asking: readonly Asking[], judged: readonly Judged[] = []): Map<number, Match> {
  const list = new List(listed)
  const said = new Map(judged.map((one) => [`${one.asking} ${one.listed}`, one.isSame]))
  const judgedOnes = new Set(judged.map((one) => one.asking))
  const byAsking = new Map<number, { fits: Map<number, Fit>; close: number[] }>()
  const askedBy = new Map<number, number>()
  for (const one of asking) {
    const fits = new Map<number, Fit>()
    const close: number[] = []
    for (const pupil of list.candidates(one, judgedOnes.has(one.id))) {
      const isSame = said.get(`${one.id} ${pupil.id}`)
      if (isSame === false) continue
      const likeness = isSame ? 'judged' : compare(one, pupil)
      if (likeness === 'close') close.push(pupil.id)
      else if (likeness) fits.set(pupil.id, likeness)
    }
    byAsking.set(one.id, { fits: surestOf(fits), close })
  }
  leaveThoseWhoAreTaken(byAsking)
  for (const { fits } of byAsking.values()) for (const id of fits.keys()) askedBy.set(id, (askedBy.get(id) ?? 0) + 1)
  return new Map([...byAsking].map(([id, { fits, close }]) => [id, answerOf(fits, close, askedBy)]))
}

/** What a person said of one puts the others aside; so does the one of namesakes who has the number, too. */
function surestOf(fits: Map<number, Fit>): Map<number, Fit> {
  for (const surest of ['judged', 'all'] as const) {
    const chosen = [...fits].filter(([, how]) => how === surest)
    if (chosen.length > 0) return new Map(chosen)
  }
  return fits
}

/** Whom a person recognised as the author of one request is not that of another: there they are only close. */
function leaveThoseWhoAreTaken(byAsking: ReadonlyMap<number, { fits: Map<number, Fit>; close: number[] }>): void {
  const taken = new Set([...byAsking.values()].flatMap(({ fits }) => [...fits].filter(([, how]) => how === 'judged').map(([id]) => id)))
  for (const { fits, close } of byAsking.values()) {
    for (const [id, how] of fits) {
      if (how === 'judged' || !taken.has(id)) continue
      fits.delete(id)
      close.push(id)
    }
  }
}

function answerOf(fits: Map<number, Fit>, close: readonly number[], askedBy: ReadonlyMap<number, number>): Match {
  const [first] = fits
  if (!first)
    return close.length > 0 ? { answer: 'unknown', why: 'close', candidates: close.slice(0, CANDIDATES_AT_MOST) } : { answer: 'not-found' }
  const [id, how] = first
  return fits.size === 1 && askedBy.get(id) === 1
    ? { answer: 'found', listed: id, how }
    : { answer: 'unknown', why: 'several', candidates: [...fits.keys()].slice(0, CANDIDATES_AT_MOST) }
}

/** Whether they are the same: for sure, nearly, or not at all. */
function compare(asking: Asking, pupil: Folded): Fit | 'close' | null {
  const names = likenessOfNames(asking, pupil)
  const isSameDay = asking.birth_date === pupil.birth_date
  if (asking.ine.length > 0 && pupil.ine.length > 0)
    return asking.ine.some((one) => pupil.ine.includes(one)) ? withSameNumber(names, isSameDay) : withOtherNumber(names, isSameDay)
  if (isSameDay) return names === 'same' ? 'names' : names
  return names === 'same' && isNearDay(asking.birth_date, pupil.birth_date) ? 'close' : null
}

type Likeness = 'same' | 'close' | null

/** Whoever types a number only confirms: it makes nobody of somebody else. */
function withSameNumber(names: Likeness, isSameDay: boolean): Fit | 'close' {
  if (names === 'same') return isSameDay ? 'all' : 'ine'
  return isSameDay && names ? 'ine' : 'close'
}

/** Another number is a reason to look. */
function withOtherNumber(names: Likeness, isSameDay: boolean): Fit | 'close' | null {
  if (!isSameDay) return null
  return names === 'same' ? 'other-number' : names
}

/** A figure typed wrong, day and month that changed places, or a day that the list does not know. */
function isNearDay(one: Day, other: Day | null): boolean {
  if (other === null) return true
  const [year, month, date] = one.split('-')
  if (other === `${year}-${date}-${month}`) return true
  return [...one].filter((figure, at) => figure !== other[at]).length === 1
}

/** What the author of a request said of themselves. */
export type SaidOfOneself = Omit<Asking, 'id' | 'ine'>

/** In what somebody differs from a pupil whom a number, or a person, says that they are. */
export const differencesOfPerson = (asking: SaidOfOneself, pupil: Listed): ('name' | 'birth')[] => [
  ...(likenessOfNames(asking, folded(pupil)) === 'same' ? [] : ['name' as const]),
  ...(asking.birth_date === pupil.birth_date ? [] : ['birth' as const]),
]

function likenessOfNames(asking: SaidOfOneself, pupil: Folded): 'same' | 'close' | null {
  const askedLast = [asking.last_name, asking.printed_last_name]
  const askedFirst = [asking.first_name, asking.printed_first_name]
  const isLast = askedLast.some((name) => pupil.cores.has(coreOf(name)))
  const isFirst = askedFirst.some((name) => pupil.firsts.has(joined(name)))
  if (isLast && isFirst) return 'same'
  if (askedFirst.some((name) => pupil.cores.has(coreOf(name))) && askedLast.some((name) => pupil.firsts.has(joined(name)))) return 'same'
  const isFirstNear = isFirst || askedFirst.some((one) => pupil.first_names.some((other) => isNear(one, other)))
  // A first name alone, on the same day, may be that of somebody who changed their family name: a person looks.
  if (!isFirstNear || isFirst) return isFirst ? 'close' : null
  return isLast || askedLast.some((one) => lastNamesOf(pupil).some((other) => isNear(one, other))) ? 'close' : null
}

const isNear = (one: string, other: string): boolean => isMistyped(joined(one), joined(other)) || sharesAWord(one, other)

/** By birth, by use, or both. */
const lastNamesOf = ({ last_name, usage_name }: Listed): string[] =>
  usage_name ? [last_name, usage_name, `${last_name} ${usage_name}`, `${usage_name} ${last_name}`] : [last_name]

/** The first, or the first ones together. */
const firstNamesOf = ({ first_names }: Listed): string[] => first_names.map((_, at) => first_names.slice(0, at + 1).join(' '))

/** A pupil with their names as they are compared. */
interface Folded extends Listed {
  cores: ReadonlySet<string>
  firsts: ReadonlySet<string>
}

const folded = (pupil: Listed): Folded => ({
  ...pupil,
  cores: new Set(lastNamesOf(pupil).map(coreOf)),
  firsts: new Set(firstNamesOf(pupil).map(joined)),
})

/** The list, looked into by birth date and by names: no request is compared with all pupils. */
class List {
  readonly #byDay: Map<Day | null, Folded[]>
  readonly #byName = new Map<string, Folded[]>()

  constructor(listed: readonly Listed[]) {
    const pupils = listed.map(folded)
    this.#byDay = Map.groupBy(pupils, ({ birth_date }) => birth_date)
    for (const pupil of pupils) for (const last of pupil.cores) for (const first of pupil.firsts) this.#add(`${last}\n${first}`, pupil)
  }

  #add(key: string, pupil: Folded): void {
    const same = this.#byName.get(key)
    if (same) same.push(pupil)
    else this.#byName.set(key, [pupil])
  }

  /**
   * Who may be that person. Those of the same names and day, when there are some: whoever is only close counts no more. Else all who were
   * born that day, and all who have these names.
   */
  candidates(asking: Asking, isJudged: boolean): Iterable<Folded> {
    const { last_name, first_name, printed_last_name, printed_first_name } = asking
    const lasts = new Set([last_name, printed_last_name])
    const firsts = new Set([first_name, printed_first_name])
    const keys = [...lasts].flatMap((last) =>
      [...firsts].flatMap((first) => [`${coreOf(last)}\n${joined(first)}`, `${coreOf(first)}\n${joined(last)}`]),
    )
    const named = new Set(keys.flatMap((key) => this.#byName.get(key) ?? []))
    if (!isJudged && asking.ine.length === 0) {
      const same = [...named].filter(({ birth_date }) => birth_date === asking.birth_date)
      if (same.length > 0) return same
    }
    return new Set([...(this.#byDay.get(asking.birth_date) ?? []), ...named])
  }
}
