import { ageOn, type Day } from '../../../platform/dates.ts'
import { UserError } from '../../../platform/errors.ts'

/** Who somebody is, without HTTP and without SQL. */

export interface Identity {
  civility: string
  last_name: string
  first_name: string
  birth_date: Day
}

/** @throws UserError when nobody who asks for a card was born then: the year is mistyped */
export function mustBeABirthDate(typed: Day, today: Day): void {
  const age = ageOn(typed, today)
  if (age >= 3 && age < 120) return
  throw new UserError('birth-date.impossible', 'Vérifiez l’année de la date de naissance.', { field: 'birthDate' })
}

const WORDS: Record<keyof Identity, string> = {
  civility: 'civilité',
  last_name: 'nom',
  first_name: 'prénom',
  birth_date: 'date de naissance',
}

/** What differs between two, in words; empty when nothing does. */
export const differences = (before: Identity, after: Identity): string[] =>
  (Object.keys(WORDS) as (keyof Identity)[]).filter((part) => before[part] !== after[part]).map((part) => WORDS[part])

/** Whether a card that bears the one would be wrong for the other. */
export const isAnotherName = (one: Identity, other: Identity): boolean =>
  one.last_name !== other.last_name || one.first_name !== other.first_name
