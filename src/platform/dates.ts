/** A calendar day, `YYYY-MM-DD`: what the database calls `date`. Days compare as strings. */
export type Day = string

const parisClock = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Paris', dateStyle: 'short', timeStyle: 'medium' })
const longDay = new Intl.DateTimeFormat('fr-FR', { timeZone: 'UTC', dateStyle: 'long' })

const QUARTER_MS = 900_000
const QUARTERS_KEPT = 1_000
const parisOffsets = new Map<number, number>()

/** Milliseconds that the clocks of France are ahead of UTC. Asked once per quarter of an hour: a page shows forty instants, and Intl is slow. */
function parisOffsetAt(instant: Date): number {
  const quarter = Math.floor(instant.getTime() / QUARTER_MS)
  const known = parisOffsets.get(quarter)
  if (known !== undefined) return known
  const start = quarter * QUARTER_MS
  const offset = Date.parse(`${parisClock.format(start).replace(' ', 'T')}Z`) - start
  if (parisOffsets.size >= QUARTERS_KEPT) parisOffsets.clear()
  parisOffsets.set(quarter, offset)
  return offset
}

/** `2022-01-28T17:08:20.000Z` for what the clocks of France show then: their time, whatever the Z says. */
const onFrenchClocks = (instant: Date): string => new Date(instant.getTime() + parisOffsetAt(instant)).toISOString()

/** The day it is in France at that instant. */
export const dayOf = (instant: Date): Day => onFrenchClocks(instant).slice(0, 10)

/** The day `days` later (earlier when negative). */
export function addDays(day: Day, days: number): Day {
  const date = new Date(`${day}T00:00:00Z`)
  date.setUTCDate(date.getUTCDate() + days)
  return date.toISOString().slice(0, 10)
}

/** `28/01/2022` */
export const frenchDay = (day: Day): string => `${day.slice(8)}/${day.slice(5, 7)}/${day.slice(0, 4)}`

/** `28 janvier 2022` */
export const frenchLongDay = (day: Day): string => longDay.format(new Date(`${day}T00:00:00Z`))

/** `28/01/2022`, the day it was in France */
export const frenchDayOf = (instant: Date): string => frenchDay(dayOf(instant))

/** `28/01/2022 17:08:20`, as the guide's receipt shows it */
export const frenchInstant = (instant: Date): string => {
  const clocks = onFrenchClocks(instant)
  return `${frenchDay(clocks.slice(0, 10))} ${clocks.slice(11, 19)}`
}

/** `28/01/2022 à 17:08` */
export const frenchMinute = (instant: Date): string => {
  const clocks = onFrenchClocks(instant)
  return `${frenchDay(clocks.slice(0, 10))} à ${clocks.slice(11, 16)}`
}

/** Whole years between a birth date and a day. */
export function ageOn(birthDate: Day, day: Day): number {
  const years = Number(day.slice(0, 4)) - Number(birthDate.slice(0, 4))
  return day.slice(5) < birthDate.slice(5) ? years - 1 : years
}

/** Whether the text is a day that exists: `2023-02-29` is none. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const date = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
}
