import { addDays, type Day, frenchDay } from '../../../platform/dates.ts'

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

/** `3,5 jours`, from hours. */
export function inDays(hours: number): string {
  const days = Math.round((hours / 24) * 10) / 10
  return `${days.toLocaleString('fr-FR')} ${days < 2 ? 'jour' : 'jours'}`
}
