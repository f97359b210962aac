import { z } from 'zod'
import { addDays, type Day, frenchDay } from '../../../platform/dates.ts'
import { day, paragraphs } from '../../../platform/forms/fields.ts'
import type { FieldError } from '../../../platform/forms/state.ts'
import { frenchEuros } from '../../../platform/money.ts'

/** A partner that leaves: its form, and what is said of where it is, without HTTP and without SQL. */

/** As far ahead as a shop knows. */
const DAYS_AHEAD = 180

const lastDay = day('Saisissez le dernier jour où ce commerce prend la carte.')

export const departureForm = z.object({
  lastDay,
  reason: paragraphs('Écrivez pourquoi : la personne qui répond le lit.', 500),
})

/** What is wrong with a last day, of one that was read. */
export function wrongLastDay(typed: Day, today: Day): FieldError[] {
  if (typed < today) return [{ field: 'lastDay', message: 'Ce jour est passé : choisissez aujourd’hui ou un jour qui vient.' }]
  if (typed > addDays(today, DAYS_AHEAD))
    return [{ field: 'lastDay', message: `Choisissez un jour avant le ${frenchDay(addDays(today, DAYS_AHEAD))} : c’est trop loin.` }]
  return []
}

/** The same of what was typed, where something else is wrong too. */
export function alsoWrongDay(typed: unknown, today: Day): FieldError[] {
  const read = lastDay.safeParse(typed)
  return read.success ? wrongLastDay(read.data, today) : []
}

export interface Departure {
  last_day: Day
  stopped_at: Date | null
  ended_at: Date | null
}

/** Where a partner that leaves stands with its money and its people. */
export interface Standing {
  due_cents: number
  is_held: boolean
  /** Statements that no transfer has paid yet. What is held is due again, and of none. */
  unpaid: number
  tickets: number
  tickets_cents: number
  users: number
}

/** Which step a departure is at, in words. */
export function stepOf({ last_day, stopped_at, ended_at }: Departure, { tickets, due_cents, is_held, unpaid }: Standing): string {
  if (ended_at) return due_cents < 0 ? `Parti. Doit ${frenchEuros(-due_cents)} à la Région` : 'Parti'
  if (!stopped_at) return `Prend la carte jusqu’au ${frenchDay(last_day)} inclus`
  if (tickets > 0) return 'Ses prépaiements sont en train d’être rendus'
  if (due_cents > 0) return is_held ? 'Gelé : ce qui lui est dû est retenu' : 'Attend son dernier reversement'
  if (unpaid > 0) return 'Attend le paiement de ses reversements'
  return 'Ses accès vont être fermés'
}

/** What is due to it, or by it, in words. */
export const dueInWords = (cents: number): string =>
  cents < 0 ? `${frenchEuros(-cents)} dus par lui à la Région` : `${frenchEuros(cents)} dus par la Région`
