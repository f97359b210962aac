/** A calendar day, `YYYY-MM-DD`: what the database calls `date`. Days compare as strings. */
export type Day = string

const parisDay = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Paris', dateStyle: 'short' })
const parisTime = new Intl.DateTimeFormat('fr-FR', { timeZone: 'Europe/Paris', timeStyle: 'medium' })
const parisMinute = new Intl.DateTimeFormat('fr-FR', { timeZone: 'Europe/Paris', timeStyle: 'short' })
const longDay = new Intl.DateTimeFormat('fr-FR', { timeZone: 'UTC', dateStyle: 'long' })

/** The day it is in France at that instant. */
export const dayOf = (instant: Date): Day => parisDay.format(instant)

/** The day `days` later (earlier when negative). */
export function addDays(day: Day, days: number): Day {
  const date = new Date(`${day}T00:00:00Z`)
  date.setUTCDate(date.getUTCDate() + days)
  return date.toISOString().slice(0, 10)
}

/** `28/01/2022` */
export const frenchDay = (day: Day): string => day.split('-').reverse().join('/')

/** `28 janvier 2022` */
export const frenchLongDay = (day: Day): string => longDay.format(new Date(`${day}T00:00:00Z`))

/** `28/01/2022`, the day it was in France */
export const frenchDayOf = (instant: Date): string => frenchDay(dayOf(instant))

/** `28/01/2022 17:08:20`, as the guide's receipt shows it */
export const frenchInstant = (instant: Date): string => `${frenchDayOf(instant)} ${parisTime.format(instant)}`

/** `28/01/2022 à 17:08` */
export const frenchMinute = (instant: Date): string => `${frenchDayOf(instant)} à ${parisMinute.format(instant)}`

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
