import { addDays, type Day, frenchDay } from '../../../platform/dates.ts'
import { DEPARTMENTS, OUR_REGION } from '../../../platform/region.ts'

/** The figures of a campaign, without HTTP and without SQL. */

export const STATES = ['submitted', 'returned', 'validated', 'refused'] as const
export type State = (typeof STATES)[number]

export const STATE_WORDS: Record<State, string> = {
  submitted: 'À traiter',
  returned: 'À corriger',
  validated: 'Validées',
  refused: 'Refusées',
}

export type ByState = Record<State, number>

export interface DayCount {
  day: Day
  state: State
  count: number
}

export interface Period extends ByState {
  /** Its first day. */
  day: Day
  label: string
}

const DAYS_SHOWN_ONE_BY_ONE = 62

/** The counts of every day from the first to the last, those without any too; week by week, from Monday, when they are many. */
export function periodsOf(counts: readonly DayCount[]): Period[] {
  const days = counts.map(({ day }) => day).sort()
  const [first, last] = [days[0], days.at(-1)]
  if (!first || !last) return []
  const isByWeek = addDays(first, DAYS_SHOWN_ONE_BY_ONE) < last
  const startOf = (day: Day) => (isByWeek ? mondayOf(day) : day)
  const periods = new Map<Day, Period>()
  for (let day = startOf(first); day <= last; day = addDays(day, isByWeek ? 7 : 1)) {
    const label = isByWeek ? `Semaine du ${frenchDay(day)}` : frenchDay(day)
    periods.set(day, { day, label, submitted: 0, returned: 0, validated: 0, refused: 0 })
  }
  for (const { day, state, count } of counts) {
    const period = periods.get(startOf(day))
    if (period) period[state] += count
  }
  return [...periods.values()]
}

function mondayOf(day: Day): Day {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay()
  return addDays(day, -((weekday + 6) % 7))
}

export const ELSEWHERE = 'Hors de la région'

interface Placed {
  postcode: string | null
  uai: string | null
}

/** Where a school is; its number says so where its address is not known. */
export const departmentOf = ({ postcode, uai }: Placed): string =>
  (postcode === null ? DEPARTMENTS[uai?.slice(0, 3) ?? ''] : OUR_REGION.departments.find(({ code }) => postcode.startsWith(code))?.name) ??
  ELSEWHERE

/** What is counted of the young people of a school, or of several. */
export interface Counted {
  sent: number
  validated: number
  waiting: number
  /** Those whom the campaign gave money, and those of them who spent some. */
  holders: number
  users: number
  granted_cents: number
  spent_cents: number
  aids: number
  aid_cents: number
}

export const COUNTS = ['sent', 'validated', 'waiting', 'holders', 'users', 'granted_cents', 'spent_cents', 'aids', 'aid_cents'] as const

const summed = (rows: readonly Counted[]): Counted =>
  Object.fromEntries(COUNTS.map((count) => [count, rows.reduce((sum, row) => sum + row[count], 0)])) as Record<keyof Counted, number>

/** The same by department, in the order of their names, what is elsewhere last; then all of it. */
export function byDepartment(schools: readonly (Counted & Placed)[]): { name: string; counted: Counted }[] {
  const found = Map.groupBy(schools, departmentOf)
  return [...OUR_REGION.departments.map(({ name }) => name), ELSEWHERE].map((name) => ({ name, counted: summed(found.get(name) ?? []) }))
}

export const inAll = (schools: readonly Counted[]): Counted => summed(schools)

/** `42 %` of something, or nothing to say of nothing. */
export const share = (part: number, whole: number): string => (whole > 0 ? `${Math.round((part / whole) * 100)} %` : '—')

/** `novembre 2026`, from its first day. */
export const monthInWords = (day: Day): string =>
  new Date(`${day}T00:00:00Z`).toLocaleDateString('fr-FR', { month: 'long', year: 'numeric', timeZone: 'UTC' })

interface Money {
  granted_cents: number
  left_cents: number
  reserved_cents: number
  closed_cents: number
}

/** What was granted, and what becomes of it. */
export const moneyLines = ({ granted_cents, left_cents, reserved_cents, closed_cents }: Money): { label: string; cents: number }[] => [
  { label: 'Accordé', cents: granted_cents },
  { label: 'Dépensé', cents: granted_cents - left_cents - reserved_cents - closed_cents },
  { label: 'Réservé par des prépaiements', cents: reserved_cents },
  { label: 'Restant sur les cartes', cents: left_cents },
  { label: 'Rendu à la Région', cents: closed_cents },
]

/** `3,5 jours`, from hours. */
export function inDays(hours: number): string {
  const days = Math.round((hours / 24) * 10) / 10
  return `${days.toLocaleString('fr-FR')} ${days < 2 ? 'jour' : 'jours'}`
}
