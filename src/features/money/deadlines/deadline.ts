import { z } from 'zod'
import { addDays, type Day, frenchDay } from '../../../platform/dates.ts'
import { across, choice, day, paragraphs } from '../../../platform/forms/fields.ts'
import { DEPARTMENTS } from '../../../platform/region.ts'

/** Whose wallets a move is about. */
const SCOPES = ['campaign', 'department', 'school', 'people'] as const
export type Scope = (typeof SCOPES)[number]

export const REASONS = {
  'school-late': 'Établissement en retard',
  outage: 'Panne du service',
  partner: 'Partenaire fermé, ou article en rupture',
  illness: 'Maladie ou accident',
  mistake: 'Date précédente erronée',
  other: 'Autre',
} as const
export type Reason = keyof typeof REASONS

/** Whoever would lose days keeps so many at least: they are told first. */
const DAYS_OF_NOTICE = 15

/** A day further than that was mistyped. */
const YEARS_AT_MOST = 2

/** People in one list, at most. */
const LISTED_AT_MOST = 5_000

const LISTED_TOLD_AT_MOST = 5

/** The numbers of files and cards in a list, one a line or between commas: each may be grouped with spaces. */
const listed = z
  .string()
  .optional()
  .transform((typed, context): string[] => {
    const entries = (typed ?? '').split(/[\n\r;,]+/).filter((entry) => entry.trim() !== '')
    const numbers = entries.map((entry) => entry.replace(/[\s.\p{Pd}]/gu, ''))
    const wrong = entries.filter((_, index) => !/^(\d{8}|\d{10})$/.test(numbers[index] ?? ''))
    if (wrong.length > 0) {
      const message = `${quoted(wrong)} : écrivez un numéro de carte (8 chiffres) ou de dossier (10 chiffres) par ligne.`
      context.addIssue({ code: 'custom', message })
    }
    if (numbers.length > LISTED_AT_MOST) {
      context.addIssue({ code: 'custom', message: `Raccourcissez cette liste : ${LISTED_AT_MOST} numéros au plus.` })
    }
    return [...new Set(numbers)]
  })

/** Some of what somebody typed, between quotation marks, and how many more there are. */
export function quoted(entries: readonly string[]): string {
  const more = entries.length - LISTED_TOLD_AT_MOST
  const told = entries.slice(0, LISTED_TOLD_AT_MOST).map((entry) => `« ${entry.trim().slice(0, 30)} »`)
  return `${told.join(', ')}${more > 0 ? ` et ${more} de plus` : ''}`
}

/** The department or the school that a form is about, beside a choice of its own (`scope`) between them. */
export const schoolsAsked = {
  department: z.enum(Object.keys(DEPARTMENTS)).optional().catch(undefined),
  school: z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number)
    .optional()
    .catch(undefined),
}

/** What `refine` asks of these two: that of the choice is there. */
export const departmentChosen = across(['scope', 'department'], ({ scope, department }) => scope !== 'department' || department, {
  field: 'department',
  message: 'Choisissez le département.',
})
export const schoolChosen = across(['scope', 'school'], ({ scope, school }) => scope !== 'school' || school, {
  field: 'school',
  message: 'Choisissez l’établissement.',
})

export const moveForm = z
  .object({
    closesOn: day('Saisissez le nouveau dernier jour.'),
    scope: choice(SCOPES, 'Choisissez les porte-monnaie à déplacer.'),
    ...schoolsAsked,
    people: listed,
    reason: choice(Object.keys(REASONS) as [Reason, ...Reason[]], 'Choisissez le motif.'),
    comment: paragraphs('Expliquez pourquoi : la seconde personne le lira.', 500),
  })
  .refine(...departmentChosen)
  .refine(...schoolChosen)
  .refine(
    ...across(['scope', 'people'], (typed: { scope: Scope; people: string[] }) => typed.scope !== 'people' || typed.people.length > 0, {
      field: 'people',
      message: 'Collez les numéros de carte ou de dossier, un par ligne.',
    }),
  )
export type TypedMove = z.output<typeof moveForm>

interface CampaignDates {
  ends_on: Day
  prepayments_expire_on: Day
}

const DAY_MS = 24 * 60 * 60 * 1000

/** The last day of the prepayments of wallets that end that day: as long before it as in their campaign. */
export function lastDayOfPrepayments({ ends_on, prepayments_expire_on }: CampaignDates, closesOn: Day): Day {
  return addDays(closesOn, daysBetween(ends_on, prepayments_expire_on))
}

const daysBetween = (from: Day, to: Day): number => Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS)

interface Then {
  today: Day
  losers: number
  /** The last day of their prepayments, then. */
  ticketsUntil: Day
}

/** What is wrong with that day, in words; undefined when a wallet may end then. */
export function whyNotThen(closesOn: Day, { today, losers, ticketsUntil }: Then): string | undefined {
  if (closesOn <= today) return 'Choisissez un jour à venir : un porte-monnaie ne se ferme pas dans le passé.'
  if (closesOn > addDays(today, YEARS_AT_MOST * 366)) return 'Ce jour est très lointain : vérifiez l’année.'
  if (losers > 0 && closesOn < addDays(today, DAYS_OF_NOTICE)) {
    return `Des jeunes perdraient des jours : laissez-leur au moins ${DAYS_OF_NOTICE} jours pour être prévenus.`
  }
  if (losers > 0 && ticketsUntil < today) {
    const first = frenchDay(addDays(closesOn, daysBetween(ticketsUntil, today)))
    return `Les prépaiements s’arrêteraient le ${frenchDay(ticketsUntil)}, qui est déjà passé. Choisissez le ${first}, ou un jour plus tard.`
  }
  return undefined
}

interface Whose {
  scope: Scope
  department: string | null
  school_label: string | null
  listed: number
}

/** Whose wallets it is about, in words. */
export function scopeInWords({ scope, department, school_label, listed }: Whose): string {
  const words: Record<Scope, string> = {
    campaign: 'Toute la campagne',
    department: `Les établissements du département ${DEPARTMENTS[department ?? '']}`,
    school: `${school_label}`,
    people: listed > 1 ? `Une liste de ${listed} personnes` : 'Une personne',
  }
  return words[scope]
}

/** Where a move is. */
export function stateInWords(move: { asked_at: Date | null; agreed_at: Date | null; moved_at: Date | null; told_at: Date | null }): string {
  if (move.told_at) return 'Fait, tous prévenus'
  if (move.moved_at) return 'Fait, messages en cours'
  if (move.agreed_at) return 'Accepté, en cours'
  return move.asked_at ? 'Demandé' : 'Pas encore demandé'
}
