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

/** The instant at which the clocks of France show that hour, `HH:MM`, on that day. */
export function instantAt(day: Day, hour: string): Date {
  const shown = Date.parse(`${day}T${hour}:00Z`)
  const near = shown - parisOffsetAt(new Date(shown))
  return new Date(shown - parisOffsetAt(new Date(near)))
}

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

/** `17 h 08`, in France */
export const frenchHour = (instant: Date): string => onFrenchClocks(instant).slice(11, 16).replace(':', ' h ')

/** Whole years between a birth date and a day. */
export function ageOn(birthDate: Day, day: Day): number {
  const years = Number(day.slice(0, 4)) - Number(birthDate.slice(0, 4))
  return day.slice(5) < birthDate.slice(5) ? years - 1 : years
}

/** Whether the text is a day that exists: `2023-02-29` is none. */
export function isDay(text: string): boolean {
  // There is no year 0: PostgreSQL has none either.
  if (!/^(?!0000)\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const date = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
}

const MONTHS = ['janvier', 'fevrier', 'mars', 'avril', 'mai', 'juin', 'juillet', 'aout', 'septembre', 'octobre', 'novembre', 'decembre']

/** What stands beside a date and says nothing of which it is. */
const BESIDES = new Set(['le', 'er', 'lundi', 'mardi', 'mercredi', 'jeudi', 'vendredi', 'samedi', 'dimanche'])

const partsOf = (typed: string): string[] =>
  (
    asciiFigures(typed)
      .normalize('NFD')
      .replace(/\p{M}/gu, '')
      .toLowerCase()
      .match(/\d+|\p{L}+/gu) ?? []
  ).filter((part) => !BESIDES.has(part))

/** `06` of a month in figures or in letters, abbreviated or not; empty when it is none, or may be two. */
function monthFrom(part: string): string {
  if (/^\d{1,2}$/.test(part)) return part.padStart(2, '0')
  const likely = part.length < 3 ? [] : MONTHS.filter((month) => month.startsWith(part))
  return likely.length === 1 ? String(MONTHS.indexOf(likely[0] as string) + 1).padStart(2, '0') : ''
}

function dayFrom(date = '', month = '', year = ''): Day | undefined {
  const day = `${year}-${monthFrom(month)}-${date.padStart(2, '0')}`
  return isDay(day) ? day : undefined
}

/** A whole date in one text: `17/06/2010`, `17062010`, `jeudi 17 juin 2010`, `2010-06-17`. */
function wholeDay(typed: string): Day | undefined {
  const [first = '', second, third, more] = partsOf(typed)
  if (second === undefined && /^\d{8}$/.test(first)) {
    const [date, month, year] = [first.slice(0, 2), first.slice(2, 4), first.slice(4)]
    return year >= '1900' ? dayFrom(date, month, year) : dayFrom(first.slice(6), first.slice(4, 6), first.slice(0, 4))
  }
  if (third === undefined || more !== undefined) return undefined
  return first.length === 4 ? dayFrom(third, second, first) : dayFrom(first, second, third)
}

interface TypedDay {
  day?: string | undefined
  month?: string | undefined
  year?: string | undefined
}

/**
 * The day that somebody typed in the three fields of a date, or pasted whole into one of them. Null when they typed nothing, undefined
 * when there is no such day.
 */
export function dayTyped({ day = '', month = '', year = '' }: TypedDay): Day | null | undefined {
  const fields = [day, month, year]
  if (fields.every((field) => field.trim() === '')) return null
  const [whole, ...others] = new Set(fields.map(wholeDay).filter((one) => one !== undefined))
  if (whole === undefined) return wholeDay(fields.join(' '))
  if (others.length > 0) return undefined
  // What the other fields hold already, of a browser that filled them in, must not say otherwise.
  const parts = whole.split('-').reverse()
  const read = [(typed: string) => typed.padStart(2, '0'), monthFrom, (typed: string) => typed]
  const agrees = fields.every((field, index) => {
    const [part = ''] = partsOf(field)
    return part === '' || wholeDay(field) !== undefined || read[index]?.(part) === parts[index]
  })
  return agrees ? whole : undefined
}

/** Figures as machines read them, of those that are wide or Arabic. */
export const asciiFigures = (typed: string): string =>
  typed.normalize('NFKC').replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (figure) => String(figure.charCodeAt(0) & 0xf))
