import { z } from 'zod'
import { addDays, type Day, dayOf, dayTyped, frenchDay } from '../../../platform/dates.ts'
import { choiceAsked, wordsAsked } from '../../../platform/forms/paging.ts'
import { type FieldError, FormState } from '../../../platform/forms/state.ts'
import type { Query } from '../../../platform/http/place.ts'
import type { Limit } from '../../../platform/limits.ts'
import type { PartnerUser } from '../../../spaces/actors.ts'
import { kindLabel, type PartnerKind, type PartnerTransaction } from '../payments/index.ts'

/** What is listed when no period is asked for, in days; with words to look for, as far back as may be asked. */
const DAYS_LISTED = 31
const DAYS_AT_MOST = 366

/** What somebody may take away at once: more are asked for in several periods. */
export const LINES_IN_A_FILE = 50_000
export const LINES_ON_PAPER = 15_000

/** By one user. */
export const EXPORTS_AN_HOUR = 30
export const exportsOf = ({ id }: PartnerUser): Limit => ({ bucket: `books:${id}`, max: EXPORTS_AN_HOUR, minutes: 60 })

/** What a line is: a payment by its channel, else its kind. */
export type Nature = NonNullable<PartnerTransaction['channel']> | Exclude<PartnerKind, 'payment'>

/** As addresses name them. */
const NATURES: Record<string, Nature> = {
  'qr-code': 'qr-code',
  numero: 'card-number',
  'en-ligne': 'online',
  prepaiement: 'redemption',
  remboursement: 'refund',
  fraude: 'reversal',
}

const isKind = (nature: Nature): nature is Exclude<PartnerKind, 'payment'> =>
  nature === 'redemption' || nature === 'refund' || nature === 'reversal'

export const natureLabel = (nature: Nature): string =>
  isKind(nature) ? kindLabel({ kind: nature, channel: null }) : kindLabel({ kind: 'payment', channel: nature })

export const natureOptions = Object.entries(NATURES).map(([value, nature]) => ({ value, label: natureLabel(nature) }))

/** Whose lines are looked at. */
export type Shop = Pick<PartnerUser, 'partner_id'>

/** Which lines of its own a shop looks at. Without days: all those of a statement. */
export interface Asked {
  from: Day | null
  until: Day | null
  nature: Nature | null
  /** One of its users. */
  by: number | null
  statement: number | null
  words: string
}

type Names = 'du' | 'au' | 'nature' | 'par' | 'releve' | 'recherche'

const idIn = (typed: string | null): number | null => (typed && /^[1-9]\d{0,8}$/.test(typed) ? Number(typed) : null)

/** What an address asks for, and its form, with what is wrong. */
export function asked(query: Query<Names>, now: Date): { asked: Asked; form: FormState } {
  const rest = {
    nature: NATURES[choiceAsked(query, 'nature', Object.keys(NATURES)) ?? ''] ?? null,
    by: idIn(query.get('par')),
    statement: idIn(query.get('releve')),
    words: wordsAsked(query),
  }
  const { period, typed: days, errors } = periodAsked(query, now, rest)
  const typed = { ...days, nature: [query.get('nature') ?? ''], par: [query.get('par') ?? ''], recherche: [rest.words] }
  return {
    asked: { ...period, ...rest },
    form: new FormState('', '', typed, errors),
  }
}

/** The days that an address asks for, as they were typed, with what is wrong: then those that are listed without a word. */
export function periodAsked(
  query: Query<'du' | 'au'>,
  now: Date,
  around: Pick<Asked, 'words' | 'statement'> = { words: '', statement: null },
) {
  const [du, au] = [query.get('du') ?? '', query.get('au') ?? '']
  const [from, until] = [dayTyped({ day: du }), dayTyped({ day: au })]
  const errors: FieldError[] = [
    ...(from === undefined ? [{ field: 'du', message: NO_DAY }] : []),
    ...(until === undefined ? [{ field: 'au', message: NO_DAY }] : []),
  ]
  const given = periodOf({ from: from ?? null, until: until ?? null }, { ...around, today: dayOf(now) })
  const wrong = errors.length === 0 ? whatIsWrong(given) : null
  if (wrong) errors.push({ field: 'du', message: wrong })
  const period = errors.length > 0 ? periodOf({ from: null, until: null }, { ...around, today: dayOf(now) }) : given
  return { period, typed: { du: [du], au: [au] }, errors }
}

/** There is no year 0: the database knows none either. */
const FIRST_DAY = '0001-01-01'

const WHICH_DAY = 'Choisissez une journée.'

/** The day that is closed. */
export const closingForm = z.object({ day: z.iso.date(WHICH_DAY).refine((day) => day >= FIRST_DAY, WHICH_DAY) })

const NO_DAY = 'Saisissez un jour qui existe, par exemple 28/01/2026.'

interface Period {
  from: Day | null
  until: Day | null
}

function periodOf({ from, until }: Period, { today, words, statement }: { today: Day } & Pick<Asked, 'words' | 'statement'>): Period {
  if (!from && !until && statement) return { from, until }
  const last = until ?? (from && from > today ? from : today)
  // A first day without a last one goes to today, or as far as may be.
  if (from) return { from, until: until ?? [last, addDays(from, DAYS_AT_MOST - 1)].toSorted()[0] ?? last }
  const first = addDays(last, 1 - (words && !until ? DAYS_AT_MOST : DAYS_LISTED))
  return { from: first < FIRST_DAY ? FIRST_DAY : first, until: last }
}

function whatIsWrong({ from, until }: Period): string | null {
  if (!from || !until) return null
  if (from > until) return 'Le premier jour est après le dernier : échangez-les.'
  return addDays(from, DAYS_AT_MOST) > until ? null : 'Choisissez un an au plus.'
}

/** The same as an address asks it again, from a link. */
export const askedAgain = (query: Query<Names>) => ({
  du: query.get('du'),
  au: query.get('au'),
  nature: query.get('nature'),
  par: query.get('par'),
  releve: query.get('releve'),
  recherche: query.get('recherche'),
})

export interface Counted {
  lines: number
  cents: number
}

/** What is found, of a day and a nature. */
export interface DayAndNature extends Counted {
  day: Day
  nature: Nature
}

const added = (rows: readonly Counted[]): Counted => ({
  lines: rows.reduce((sum, { lines }) => sum + lines, 0),
  cents: rows.reduce((sum, { cents }) => sum + cents, 0),
})

/** What was taken, what was given back, and what is left of it. */
export const sumsOf = (rows: readonly (Counted & { nature: Nature })[]) => ({
  taken: added(rows.filter(({ nature }) => nature !== 'refund' && nature !== 'reversal')),
  givenBack: added(rows.filter(({ nature }) => nature === 'refund' || nature === 'reversal')),
  all: added(rows),
})

/** The same of each nature there is, in the order in which they are offered. */
export const byNature = (rows: readonly (Counted & { nature: Nature })[]) =>
  Object.values(NATURES)
    .map((nature) => ({ nature, ...added(rows.filter((row) => row.nature === nature)) }))
    .filter(({ lines }) => lines > 0)

/** The same of each day there is, in their order. */
export const byDay = (rows: readonly DayAndNature[]) =>
  [...Map.groupBy(rows, ({ day }) => day)].map(([day, ofDay]) => ({ day, ...sumsOf(ofDay) }))

/** A payment that began before midnight may be written a moment later. */
const AFTER_MIDNIGHT_MS = 10 * 60_000

/** Whether a day gets no line any more. */
export const isOver = (day: Day, now: Date): boolean => day < dayOf(new Date(now.getTime() - AFTER_MIDNIGHT_MS))

/** What is looked at, in words. */
export function periodInWords({ from, until, statement }: Asked): string {
  const period = from && until ? (from === until ? `le ${frenchDay(from)}` : `du ${frenchDay(from)} au ${frenchDay(until)}`) : ''
  return [statement ? `relevé n° ${statement}` : '', period].filter(Boolean).join(', ')
}
