import { z } from 'zod'
import type { Day } from '../../../platform/dates.ts'
import { across, choice, count, countFrom, day, euros, onceRight, optionalDay, text } from '../../../platform/forms/fields.ts'
import { centsFrom } from '../../../platform/money.ts'

interface Dated {
  starts_on: Day
}

/** The school year of a campaign, as its users write it: `2026/2027`. */
export const schoolYear = ({ starts_on }: Dated): string => yearFrom(Number(starts_on.slice(0, 4)))

/** The school year before it: `2025/2026`. */
export const lastSchoolYear = ({ starts_on }: Dated): string => yearFrom(Number(starts_on.slice(0, 4)) - 1)

/** Its first day has come: what is validated is credited at once. */
export const hasStarted = ({ starts_on }: Dated, today: Day): boolean => starts_on <= today

/** Its last day is past. */
export const isOver = ({ ends_on }: { ends_on: Day }, today: Day): boolean => ends_on < today

const yearFrom = (year: number): string => `${year}/${year + 1}`

/**
 * The rules under which an application gets something, and the fields that say what. What the Region decides case by case is promised to nobody.
 */
export const RULES = [
  { rule: 'pupil-first-time', field: 'pupilFirstTime', words: 'Lycéen, première entrée', isDecided: false },
  { rule: 'pupil-returning', field: 'pupilReturning', words: 'Lycéen, déjà au lycée l’an dernier', isDecided: false },
  { rule: 'pupil-exceptional', field: 'pupilExceptional', words: 'Lycéen, aide exceptionnelle', isDecided: true },
  {
    rule: 'apprentice-first-or-other-diploma',
    field: 'apprenticeFirst',
    words: 'Apprenti, premier contrat ou autre diplôme',
    isDecided: false,
  },
  { rule: 'apprentice-same-diploma', field: 'apprenticeSame', words: 'Apprenti, même diplôme', isDecided: false },
  { rule: 'neither', field: 'neither', words: 'Ni lycéen ni apprenti', isDecided: false },
] as const

/** More bands than anyone needs. */
export const BANDS = 6

/** An amount that may be nothing. */
const eurosOrNone = (missing: string) =>
  z.string({ error: missing }).transform((typed, context) => {
    const cents = /^\s*0+([.,]0{0,2})?\s*€?\s*$/.test(typed) ? 0 : centsFrom(typed)
    if (cents !== null) return cents
    context.addIssue({ code: 'custom', message: typed.trim() ? 'Saisissez un montant, par exemple 55 ou 55,50.' : missing })
    return z.NEVER
  })

/** A number of at most two decimals, as people write it. */
const decimal = (typed: string): number | null => (/^\d{1,4}([.,]\d{1,2})?$/.test(typed) ? Number(typed.replace(',', '.')) : null)

const REMINDER_DAYS_AT_MOST = 180
const REFUND_DAYS_AT_MOST = 180
const INVITATION_DAYS_AT_MOST = 60
const WITHDRAWAL_HOURS_AT_MOST = 168
const WAITING_DAYS_AT_MOST = 90
const DECISION_DAYS_AT_MOST = 60
const SPENDING_DAYS_AT_MOST = 180
const BANK_ACCOUNT_HOURS_AT_MOST = 240

/** What becomes of money that a partner gives back after the end, in words. */
export const refundDaysInWords = (days: number): string => (days === 0 ? 'Revient à la Région' : `À dépenser dans les ${days} jours`)

/** For how long a school takes back a validation of its own, in words. */
export const withdrawalHoursInWords = (hours: number): string =>
  hours === 0 ? 'Jamais : seule la Région retire' : `Pendant ${hours} heures, si rien n’est dépensé`

/** On which morning schools read what waits for them: as a day of the week is counted from Monday, 0 for none. */
export const WEEKLY_MAILS = ['Jamais', 'Le lundi', 'Le mardi', 'Le mercredi', 'Le jeudi', 'Le vendredi'] as const

/** What becomes of a request whose author is found on the list of their school. */
export const ENROLMENT_ACCEPTANCES = {
  'by-hand': 'Par l’établissement, à la main',
  'at-once': 'Toute seule, dans la minute',
  'by-night': 'Toute seule, la nuit suivante',
} as const
export type EnrolmentAcceptance = keyof typeof ENROLMENT_ACCEPTANCES

type Days<Name extends string> = Record<Name, Day>

export const datesForm = z
  .object({
    name: text('Saisissez le nom de la campagne.', 30),
    applicationsOpenOn: day('Saisissez la date d’ouverture des demandes.'),
    startsOn: day('Saisissez la date de début de la campagne.'),
    schoolsBeginOn: optionalDay(),
    prepaymentsExpireOn: day('Saisissez la date limite des prépaiements.'),
    endsOn: day('Saisissez la date de fin de la campagne.'),
    reminderDays: countFrom(1, REMINDER_DAYS_AT_MOST, 'de jours'),
    refundDays: count('Saisissez un nombre de jours, 0 si la somme revient à la Région.', REFUND_DAYS_AT_MOST),
    invitationDays: countFrom(1, INVITATION_DAYS_AT_MOST, 'de jours'),
    withdrawalHours: count(
      'Saisissez un nombre d’heures, 0 si un établissement ne retire jamais une validation.',
      WITHDRAWAL_HOURS_AT_MOST,
    ),
    firstReminderDays: countFrom(1, WAITING_DAYS_AT_MOST, 'de jours'),
    secondReminderDays: countFrom(1, WAITING_DAYS_AT_MOST, 'de jours'),
    // Fewer than those of decisions may be: else no number of these would do.
    certificateDays: countFrom(1, DECISION_DAYS_AT_MOST - 1, 'de jours'),
    decisionDays: countFrom(1, DECISION_DAYS_AT_MOST, 'de jours'),
    spendingDays: countFrom(1, SPENDING_DAYS_AT_MOST, 'de jours'),
    weeklyMailOn: choice(['0', '1', '2', '3', '4', '5'], 'Choisissez le jour de ce mail.').transform(Number),
    bankAccountHours: countFrom(24, BANK_ACCOUNT_HOURS_AT_MOST, 'd’heures'),
    enrolmentAcceptance: choice(['by-hand', 'at-once', 'by-night'], 'Choisissez comment ces demandes sont validées.'),
    dailyCap: euros('Saisissez le plafond journalier.'),
    assentAbove: euros('Saisissez le montant au-dessus duquel le propriétaire de la carte donne son accord.'),
    smsFrom: euros('Saisissez le montant à partir duquel un SMS est envoyé.'),
  })
  .refine(
    ...across(
      ['startsOn', 'applicationsOpenOn'],
      (dates: Days<'startsOn' | 'applicationsOpenOn'>) => dates.startsOn >= dates.applicationsOpenOn,
      {
        field: 'startsOn',
        message: 'La campagne commence le jour où les demandes ouvrent, ou après.',
      },
    ),
  )
  .refine(
    ...across(['endsOn', 'startsOn'], (dates: Days<'endsOn' | 'startsOn'>) => dates.endsOn > dates.startsOn, {
      field: 'endsOn',
      message: 'La campagne se termine après avoir commencé.',
    }),
  )
  .refine(
    ...across(
      ['schoolsBeginOn', 'startsOn', 'endsOn'],
      ({ schoolsBeginOn, startsOn, endsOn }: { schoolsBeginOn: Day | null } & Days<'startsOn' | 'endsOn'>) =>
        schoolsBeginOn === null || (schoolsBeginOn >= startsOn && schoolsBeginOn <= endsOn),
      { field: 'schoolsBeginOn', message: 'La rentrée est pendant la campagne : vérifiez cette date.' },
    ),
  )
  .refine(
    ...across(
      ['prepaymentsExpireOn', 'startsOn', 'endsOn'],
      (dates: Days<'prepaymentsExpireOn' | 'startsOn' | 'endsOn'>) =>
        dates.prepaymentsExpireOn > dates.startsOn && dates.prepaymentsExpireOn < dates.endsOn,
      { field: 'prepaymentsExpireOn', message: 'Les prépaiements expirent après le début de la campagne, et avant sa fin.' },
    ),
  )
  .refine(
    ...across(
      ['firstReminderDays', 'secondReminderDays'],
      (days: Record<'firstReminderDays' | 'secondReminderDays', number>) => days.secondReminderDays > days.firstReminderDays,
      { field: 'secondReminderDays', message: 'Le second rappel part après le premier.' },
    ),
  )
  .refine(
    ...across(
      ['certificateDays', 'decisionDays'],
      (days: Record<'certificateDays' | 'decisionDays', number>) => days.decisionDays > days.certificateDays,
      {
        field: 'decisionDays',
        message:
          'Laissez plus de jours qu’avant le certificat de scolarité : qui envoie sa demande le dernier jour peut encore s’en servir.',
      },
    ),
  )
export type Dates = z.output<typeof datesForm>

const benefit = { label: () => text('Saisissez l’intitulé.', 100), amount: () => eurosOrNone('Saisissez le montant, 0 s’il n’y en a pas.') }

export const benefitsForm = z.object({
  pupilFirstTimeLabel: benefit.label(),
  pupilFirstTimeAmount: benefit.amount(),
  pupilReturningLabel: benefit.label(),
  pupilReturningAmount: benefit.amount(),
  pupilExceptionalLabel: benefit.label(),
  pupilExceptionalAmount: benefit.amount(),
  apprenticeFirstLabel: benefit.label(),
  apprenticeFirstAmount: benefit.amount(),
  apprenticeSameLabel: benefit.label(),
  apprenticeSameAmount: benefit.amount(),
  neitherLabel: benefit.label(),
  neitherAmount: benefit.amount(),
})
export type Benefits = z.output<typeof benefitsForm>

/** From so many kilometres, included or not, so much: nothing where the line is left empty. */
export interface Band {
  from_km: number
  from_included: boolean
  amount_cents: number
}

const bandFields = Object.fromEntries(
  Array.from({ length: BANDS }, (_, index) => [
    [`from${index + 1}`, z.string().default('')],
    [`included${index + 1}`, z.string().default('yes')],
    [`amount${index + 1}`, z.string().default('')],
  ]).flat(),
) as Record<string, z.ZodDefault<z.ZodString>>

export const aidForm = z
  .object({
    meals: eurosOrNone('Saisissez le montant de l’aide à la restauration.'),
    lodging: eurosOrNone('Saisissez le montant de l’aide à l’hébergement.'),
    firstRequestDays: count('Saisissez un nombre de jours.', 300),
    windowMonths: count('Saisissez un nombre de mois.', 12),
    detourFactor: z.string({ error: 'Saisissez le coefficient.' }).transform((typed, context) => {
      const factor = decimal(typed.trim())
      if (factor !== null && factor >= 1 && factor <= 5) return factor
      context.addIssue({ code: 'custom', message: 'Saisissez un nombre de 1 à 5, par exemple 1,30.' })
      return z.NEVER
    }),
    ...bandFields,
  })
  .refine(
    ...across(
      ['windowMonths', 'firstRequestDays'],
      (typed: Record<'windowMonths' | 'firstRequestDays', number>) =>
        typed.windowMonths >= 1 && typed.firstRequestDays < typed.windowMonths * 28,
      { field: 'windowMonths', message: 'La demande doit fermer après avoir ouvert.' },
    ),
  )
  // Whatever is wrong above them: what is typed in the bands is theirs.
  .superRefine(
    (typed, context) =>
      void readBands(typed as unknown as Record<string, string>, (field, message) =>
        context.addIssue({ code: 'custom', path: [field], message }),
      ),
    { when: onceRight(Object.keys(bandFields)) },
  )
  .transform((typed) => {
    const { meals, lodging, firstRequestDays, windowMonths, detourFactor } = typed
    return { meals, lodging, firstRequestDays, windowMonths, detourFactor, bands: readBands(typed as unknown as Record<string, string>) }
  })
export type Aid = z.output<typeof aidForm>

function readBands(typed: Record<string, string>, refuse: (field: string, message: string) => void = () => {}): Band[] {
  const bands: Band[] = []
  for (let line = 1; line <= BANDS; line += 1) {
    const from = typed[`from${line}`]?.trim() ?? ''
    const amount = typed[`amount${line}`]?.trim() ?? ''
    if (!from && !amount) continue
    const from_km = decimal(from)
    const amount_cents = eurosOrNone('').safeParse(amount)
    if (from_km === null) {
      refuse(`from${line}`, `Tranche ${line} : saisissez un nombre de kilomètres.`)
    } else if (!amount_cents.success) {
      refuse(`amount${line}`, `Tranche ${line} : saisissez un montant, 0 s’il n’y en a pas.`)
    } else if (bands.some((band) => band.from_km === from_km)) {
      refuse(`from${line}`, `Tranche ${line} : ces kilomètres sont déjà dans une autre tranche.`)
    } else bands.push({ from_km, from_included: typed[`included${line}`] !== 'no', amount_cents: amount_cents.data })
  }
  const ordered = bands.sort((a, b) => a.from_km - b.from_km)
  if (ordered[0]?.from_km !== 0 || !ordered[0].from_included) {
    refuse('from1', 'Tranche 1 : la première tranche part de 0 km, compris.')
  }
  return ordered
}

/** The same day a year later: the dates that the next campaign begins with. */
export function aYearLater(day: Day): Day {
  const [year, month, date] = day.split('-')
  return `${Number(year) + 1}-${month}-${month === '02' && date === '29' ? '28' : date}`
}
