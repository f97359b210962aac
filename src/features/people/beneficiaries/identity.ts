import { z } from 'zod'
import { ageOn, type Day, frenchDay } from '../../../platform/dates.ts'
import { UserError } from '../../../platform/errors.ts'
import { choice, day, isLatin, paragraphs, personName, tick } from '../../../platform/forms/fields.ts'

/** Who somebody is, without HTTP and without SQL. */

export interface Identity {
  civility: string
  last_name: string
  first_name: string
  latin_last_name: string | null
  latin_first_name: string | null
  birth_date: Day
}

/** @throws UserError when nobody who asks for a card was born then: the year is mistyped */
export function mustBeABirthDate(typed: Day, today: Day): void {
  const age = ageOn(typed, today)
  if (age >= 3 && age < 120) return
  throw new UserError('birth-date.impossible', 'Vérifiez l’année de la date de naissance.', { field: 'birthDate' })
}

const IN_LATIN_LETTERS = 'Écrivez-le avec les lettres de A à Z, comme sur un passeport ou un titre de séjour.'

const latinName = () =>
  z
    .string()
    .optional()
    .transform((typed) => typed?.trim() || undefined)
    .pipe(personName(IN_LATIN_LETTERS).refine(isLatin, IN_LATIN_LETTERS).optional())

/** The fields of somebody's names in a form, and what is said where one is missing. The Latin ones are asked of names in another alphabet. */
export const nameFields = ({ lastName, firstName }: { lastName: string; firstName: string }) => ({
  lastName: personName(lastName),
  firstName: personName(firstName),
  latinLastName: latinName(),
  latinFirstName: latinName(),
})

type TypedNames = z.output<z.ZodObject<ReturnType<typeof nameFields>>>

const isPrintable = (name: string | undefined, latin: string | undefined) => name === undefined || isLatin(name) || latin !== undefined

/** What `refine` asks of a form that has these fields, whatever else is wrong in it: a last name that can be printed. */
export const printableLastName = [
  ({ lastName, latinLastName }: Partial<TypedNames>): boolean => isPrintable(lastName, latinLastName),
  {
    path: ['latinLastName'],
    message: `La carte ne peut pas imprimer ce nom dans son alphabet. ${IN_LATIN_LETTERS}`,
    when: () => true,
  },
] satisfies [unknown, unknown]

/** Likewise, a first name. */
export const printableFirstName = [
  ({ firstName, latinFirstName }: Partial<TypedNames>): boolean => isPrintable(firstName, latinFirstName),
  {
    path: ['latinFirstName'],
    message: `La carte ne peut pas imprimer ce prénom dans son alphabet. ${IN_LATIN_LETTERS}`,
    when: () => true,
  },
] satisfies [unknown, unknown]

/** An agent's correction of who somebody is. */
export const identityForm = z
  .object({
    civility: choice(['Mme', 'M'], 'Choisissez la civilité.'),
    ...nameFields({ lastName: 'Saisissez le nom.', firstName: 'Saisissez le prénom.' }),
    birthDate: day('Saisissez la date de naissance.'),
    isAnother: tick(),
    reason: paragraphs('Écrivez le motif : il est gardé dans l’historique.', 300),
  })
  .refine(...printableLastName)
  .refine(...printableFirstName)

/** Names as they are kept: a Latin one beside a name that cannot be printed, and no other. */
export const keptNames = ({ lastName, firstName, latinLastName, latinFirstName }: TypedNames) => ({
  last_name: lastName,
  first_name: firstName,
  latin_last_name: isLatin(lastName) ? null : (latinLastName ?? null),
  latin_first_name: isLatin(firstName) ? null : (latinFirstName ?? null),
})

export type { TypedNames }

const WORDS: Record<keyof Identity, string> = {
  civility: 'civilité',
  last_name: 'nom',
  first_name: 'prénom',
  latin_last_name: 'nom en lettres latines',
  latin_first_name: 'prénom en lettres latines',
  birth_date: 'date de naissance',
}

/** What differs between two, in words; empty when nothing does. */
export const differences = (before: Identity, after: Identity): string[] =>
  (Object.keys(WORDS) as (keyof Identity)[]).filter((part) => before[part] !== after[part]).map((part) => WORDS[part])

interface FormerIdentity extends Omit<Identity, 'civility' | 'birth_date'> {
  civility: string | null
  birth_date: Day | null
}

/** Who somebody was said to be before an agent corrected it, in one line. */
export function identityInWords({
  civility,
  last_name,
  first_name,
  latin_last_name,
  latin_first_name,
  birth_date,
}: FormerIdentity): string {
  const latin = [latin_last_name, latin_first_name].filter(Boolean).join(' ')
  return `${civility ? `${civility} ` : ''}${last_name} ${first_name}${latin && ` (${latin})`}${birth_date ? `, ${frenchDay(birth_date)}` : ''}`
}

/** Whether a card that bears the one would be wrong for the other. */
export const isAnotherName = (one: Identity, other: Identity): boolean =>
  printedLast(one) !== printedLast(other) || printedFirst(one) !== printedFirst(other)

const printedLast = ({ latin_last_name, last_name }: Identity) => latin_last_name ?? last_name
const printedFirst = ({ latin_first_name, first_name }: Identity) => latin_first_name ?? first_name
