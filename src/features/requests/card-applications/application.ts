import { z } from 'zod'
import { places } from '../../../places.ts'
import { type Day, dayOf, frenchDay } from '../../../platform/dates.ts'
import {
  across,
  choice,
  day,
  fixedPhone,
  mobilePhone,
  optionalText,
  passwordIfNeeded,
  rowId,
  text,
  tick,
  yesOrNo,
} from '../../../platform/forms/fields.ts'
import { type Step as FormStep, wayThrough } from '../../../platform/forms/steps.ts'
import type { Address } from '../../people/addresses/index.ts'

/** A request for the card, without HTTP and without SQL: its steps, its states, its rules. */

// States

export type State = 'draft' | 'submitted' | 'returned' | 'validated' | 'refused'
export type Decision = 'validated' | 'returned' | 'refused'

/** Every change of state there is, and who makes it: who decides is the school, or the Region (see `fallTo`). */
export const CHANGES: readonly { from: State; to: State; by: 'beneficiary' | 'decider' }[] = [
  { from: 'draft', to: 'submitted', by: 'beneficiary' },
  { from: 'returned', to: 'submitted', by: 'beneficiary' },
  { from: 'submitted', to: 'validated', by: 'decider' },
  { from: 'submitted', to: 'returned', by: 'decider' },
  { from: 'submitted', to: 'refused', by: 'decider' },
]

const mayChange = (from: State, to: State): boolean => CHANGES.some((change) => change.from === from && change.to === to)

/** Its owner fills it in until it is sent, and again when it comes back. */
export const isEditable = ({ state }: { state: State }): boolean => mayChange(state, 'submitted')

/** Its school, or the Region, decides on it once it is sent. */
export const awaitsDecision = ({ state }: { state: State }): boolean => mayChange(state, 'validated')

/** The days of a campaign that say what may still happen to a request of it. */
export interface LastDays {
  ends_on: Day
  decisions_end_on: Day
}

/**
 * The last day on which its owner may send it, or on which it may be accepted: what was sent by the campaign's last day is corrected and
 * decided for some days more. Only a draft was never sent.
 */
export const lastDayOf = ({ state, ends_on, decisions_end_on }: LastDays & { state: State }): Day =>
  state === 'draft' ? ends_on : decisions_end_on

/** Its owner sends it no more, and nobody accepts it. */
export const isTooLate = (application: LastDays & { state: State }, today: Day): boolean => lastDayOf(application) < today

/** After the last day of decisions, an application can be refused, for it would wait for ever, and nothing else. */
export const isTimely = (decision: Decision, { decisions_end_on }: Pick<LastDays, 'decisions_end_on'>, today: Day): boolean =>
  decision === 'refused' || today <= decisions_end_on

// Answers

export type Situation = 'pupil' | 'apprentice' | 'neither'

export interface Contact {
  address?: Address
  fixedPhone?: string | null
  mobilePhone?: string | null
}

/** What a pupil says of their school. */
export type Schooling = z.output<typeof schoolingForm>

/** A school outside the Region that the directory may not know. */
export interface SchoolElsewhere {
  name: string
  town: string
  uai?: string
}

/** What an apprentice says of their CFA and of their contract. */
export interface Apprenticeship {
  cfaInRegion: boolean
  /** A school of the directory; null when it was typed by hand. */
  school: number | null
  typedSchool: SchoolElsewhere | null
  level: string
  course: string
  scholarshipHolder: boolean
  contractSignedOn: Day
  contractEndsOn: Day
  wasApprentice: boolean
  /** Asked of those who were apprentices already; null of the others, and until they answer. */
  otherDiploma: boolean | null
}

/** What was answered so far, by step. */
export interface Answers {
  situation?: { situation: Situation }
  contact?: Contact
  schooling?: Schooling
  apprenticeship?: Apprenticeship
  lastYear?: LastYear
}

type StudiesOfLastYear = 'school' | 'level' | 'course'

/** What the form shows of the request before: it may still be true, and counts once it is answered again. */
export interface LastYear {
  schooling?: Pick<Schooling, StudiesOfLastYear>
  apprenticeship?: Pick<Apprenticeship, StudiesOfLastYear | 'cfaInRegion' | 'typedSchool'> &
    Partial<Pick<Apprenticeship, 'contractSignedOn' | 'contractEndsOn'>>
}

/** An application that is being filled in. */
export interface Draft {
  answers: Answers
  photo_file_id: string | null
  identity_file_id: string | null
}

const situationForm = z.object({
  situation: choice(['apprentice', 'pupil', 'neither'], 'Choisissez votre situation à la rentrée prochaine.'),
})

/** The button that goes and asks for the address keeps what is typed, and asks for nothing more. */
const contactForm = z
  .object({ fixedPhone: fixedPhone(), mobilePhone: mobilePhone(), goTo: z.literal('address').optional(), password: passwordIfNeeded() })
  .refine(
    ...across(['fixedPhone', 'mobilePhone', 'goTo'], ({ fixedPhone, mobilePhone, goTo }) => goTo || fixedPhone || mobilePhone, {
      field: 'fixedPhone',
      message: 'Saisissez au moins un numéro de téléphone, fixe ou portable.',
    }),
  )

/** Whether telephones that an account has change by what was typed in a request: its owner's password is asked again. */
export const changesPhones = (known: Contact, inDraft: Contact | undefined, typed: Contact): boolean =>
  Boolean(known.fixedPhone || known.mobilePhone) &&
  ((inDraft?.fixedPhone ?? null) !== typed.fixedPhone || (inDraft?.mobilePhone ?? null) !== typed.mobilePhone)

const YES_OR_NO = 'Répondez par oui ou par non.'
const WHICH_SCHOOL = 'Choisissez votre établissement.'

const course = {
  level: text('Choisissez votre niveau de formation.', 40),
  course: text('Choisissez le libellé de votre formation.', 40),
  scholarshipHolder: tick(),
}

const schoolingForm = z.object({ school: rowId(WHICH_SCHOOL), ...course, wasInGeneralSecondary: yesOrNo(YES_OR_NO) })

/** Elsewhere, a school may be written by hand. */
const isTyped = ({
  cfaInRegion,
  schoolName,
  schoolTown,
}: {
  cfaInRegion: boolean
  schoolName: string | null
  schoolTown: string | null
}): boolean => !cfaInRegion && Boolean(schoolName && schoolTown)

const apprenticeshipForm = z
  .object({
    situation: z.literal('apprentice'),
    cfaInRegion: yesOrNo(YES_OR_NO),
    school: z.preprocess((chosen) => chosen || undefined, rowId(WHICH_SCHOOL).optional()),
    schoolName: optionalText(100),
    schoolTown: optionalText(60),
    ...course,
    contractSignedOn: day('Saisissez la date de signature de votre contrat.'),
    contractEndsOn: day('Saisissez la date de fin de votre contrat.'),
    wasApprentice: yesOrNo(YES_OR_NO),
    otherDiploma: yesOrNo(YES_OR_NO).optional(),
  })
  // Said with what else is missing, and not once all the rest is right.
  .refine((answers) => Boolean(answers.school || isTyped(answers)), { path: ['school'], message: WHICH_SCHOOL, when: () => true })
  .transform(({ school = null, schoolName, schoolTown, ...answers }) => {
    const typedSchool = !school && schoolName && schoolTown ? { name: schoolName, town: schoolTown } : null
    return { ...answers, school, typedSchool }
  })

/** One step, two forms: an apprentice's says so, a pupil's says nothing. */
const schoolingStepForm = z.preprocess(
  (sent) => ({ situation: 'pupil', ...(sent as object) }),
  z.discriminatedUnion('situation', [schoolingForm.extend({ situation: z.literal('pupil') }), apprenticeshipForm]),
)

export const diplomaForm = z.object({ otherDiploma: yesOrNo(YES_OR_NO) })

const summaryForm = z.object({
  notifiedBy: choice(['email', 'sms'], 'Choisissez de quelle manière vous souhaitez recevoir les prochaines notifications.'),
})

export const situationOf = ({ answers }: Pick<Draft, 'answers'>): Situation | undefined => answers.situation?.situation

// Steps

export type Step = FormStep<Draft, 'retour'>

export const SITUATION = {
  place: places.beneficiary.situation,
  number: 1,
  title: 'Ma situation',
  schema: situationForm,
  asked: () => true,
  answered: (draft: Draft) => situationOf(draft) !== undefined,
}

export const CONTACT = {
  place: places.beneficiary.contact,
  number: 2,
  title: 'Mes coordonnées',
  schema: contactForm,
  asked: () => true,
  answered: ({ answers: { contact } }: Draft) => Boolean(contact?.address && (contact.fixedPhone || contact.mobilePhone)),
}

export const SCHOOLING = {
  place: places.beneficiary.schooling,
  number: 3,
  title: 'Définir son établissement',
  schema: schoolingStepForm,
  asked: (draft: Draft) => situationOf(draft) !== 'neither',
  answered: (draft: Draft) =>
    situationOf(draft) === 'apprentice' ? isWhole(draft.answers.apprenticeship) : draft.answers.schooling !== undefined,
}

/** « Le diplôme préparé était-il différent ? » is asked of those who were apprentices already. */
export const isDiplomaAsked = ({ answers }: Draft): boolean => answers.apprenticeship?.wasApprentice === true

const isWhole = (apprenticeship: Apprenticeship | undefined): boolean =>
  apprenticeship !== undefined && (!apprenticeship.wasApprentice || apprenticeship.otherDiploma !== null)

export const PHOTO = {
  place: places.beneficiary.photo,
  number: 4,
  title: 'Ajouter sa photo',
  asked: (draft: Draft) => situationOf(draft) !== 'neither',
  answered: ({ photo_file_id }: Draft) => photo_file_id !== null,
}

export const IDENTITY_DOCUMENT = {
  place: places.beneficiary.identityDocument,
  number: 4,
  title: 'Transmettre ses justificatifs',
  asked: (draft: Draft) => situationOf(draft) === 'neither',
  answered: ({ identity_file_id }: Draft) => identity_file_id !== null,
}

export const SUMMARY = {
  place: places.beneficiary.summary,
  number: 5,
  title: 'Récapitulatif de votre demande',
  schema: summaryForm,
  asked: () => true,
  // Sending it is what ends the form.
  answered: () => false,
}

export const STEPS: readonly Step[] = [SITUATION, CONTACT, SCHOOLING, PHOTO, IDENTITY_DOCUMENT, SUMMARY]

export const STEP_COUNT = SUMMARY.number

const way = wayThrough(STEPS, SUMMARY)
export const { firstOpenStep, mayOpen, stepBefore } = way

/** Where one goes after answering a step. */
export function stepAfter(step: Step, draft: Draft): Step {
  const next = way.nextStep(step, draft)
  return mayOpen(next, draft) ? next : firstOpenStep(draft)
}

export const hrefOf = ({ place }: Step): string => place.to()

// Another campaign

interface ToRenew extends LastDays {
  campaign_id: number
  state: State
}

/** The latest request has ended: it is decided on, or too late. Then the card is asked for again in a newer campaign. */
export const mayRenew = (latest: ToRenew, campaign: { id: number; ends_on: Day }, today: Day): boolean =>
  latest.campaign_id !== campaign.id && today <= campaign.ends_on && (isDecided(latest) || isTooLate(latest, today))

/** Nothing more happens to it. */
export const isDecided = ({ state }: { state: State }): boolean => !CHANGES.some(({ from }) => from === state)

/**
 * What the request of a new campaign begins with: the situation, where its owner lives now, and as a suggestion where they studied. The
 * scholarship and the questions about the year before are asked again, and a contract that ends before the campaign begins.
 */
export function renewedAnswers({ situation, contact, lastYear, ...last }: Answers, now: Contact, campaign: { starts_on: Day }): Answers {
  const schooling = last.schooling ?? lastYear?.schooling
  const apprenticeship = last.apprenticeship ?? lastYear?.apprenticeship
  return {
    ...(situation && { situation }),
    contact: { ...contact, ...now },
    lastYear: {
      ...(schooling && { schooling: studiesIn(schooling) }),
      ...(apprenticeship && {
        apprenticeship: {
          ...studiesIn(apprenticeship),
          cfaInRegion: apprenticeship.cfaInRegion,
          typedSchool: apprenticeship.typedSchool,
          ...contractThatGoesOn(apprenticeship, campaign),
        },
      }),
    },
  }
}

const studiesIn = <Studies extends Pick<Schooling, 'level' | 'course'> & { school: unknown }>({ school, level, course }: Studies) => ({
  school: school as Studies['school'],
  level,
  course,
})

function contractThatGoesOn(
  { contractSignedOn, contractEndsOn }: Partial<Pick<Apprenticeship, 'contractSignedOn' | 'contractEndsOn'>>,
  campaign: { starts_on: Day },
) {
  return contractSignedOn && contractEndsOn && contractEndsOn >= campaign.starts_on ? { contractSignedOn, contractEndsOn } : {}
}

// The contract

const YEARS_AT_MOST = 4

/** What is wrong with a contract's dates, at which field, in words; nothing when they can be believed. */
export function contractProblem(
  { contractSignedOn: signedOn, contractEndsOn: endsOn }: Pick<Apprenticeship, 'contractSignedOn' | 'contractEndsOn'>,
  campaign: { starts_on: Day; ends_on: Day },
  today: Day,
): { field: 'contractSignedOn' | 'contractEndsOn'; message: string } | undefined {
  if (signedOn > today) {
    const message = 'Cette date est à venir. Indiquez le jour où le contrat a été signé, pas celui où il commence.'
    return { field: 'contractSignedOn', message }
  }
  if (signedOn > campaign.ends_on) {
    const message = `Votre contrat est signé après la fin de la campagne, le ${frenchDay(campaign.ends_on)}. Vérifiez cette date.`
    return { field: 'contractSignedOn', message }
  }
  if (endsOn <= signedOn) {
    return { field: 'contractEndsOn', message: 'La fin du contrat doit être après sa signature. Vérifiez les deux dates.' }
  }
  if (endsOn < campaign.starts_on) {
    const message = `Votre contrat se termine avant le début de la campagne, le ${frenchDay(campaign.starts_on)}. Indiquez votre contrat actuel.`
    return { field: 'contractEndsOn', message }
  }
  // Days compare as texts: a 29 February need not exist four years later.
  if (endsOn > `${Number(signedOn.slice(0, 4)) + YEARS_AT_MOST}${signedOn.slice(4)}`) {
    const message = `Un contrat d’apprentissage dure ${YEARS_AT_MOST} ans au plus. Vérifiez les deux dates.`
    return { field: 'contractEndsOn', message }
  }
  return undefined
}

// The identity document

/** How long an identity document is kept after a decision. */
export const IDENTITY_DAYS = 30

// Another school

/** A request that a school has: sent, or accepted. One that its owner fills in names the school that they choose. */
export const isMovable = ({ state, situation }: { state: State; situation: Situation | null }): boolean =>
  (state === 'submitted' || state === 'validated') && (situation === 'pupil' || situation === 'apprentice')

/** The other school must have something to decide. */
export const mayHandOver = (application: { state: State; decisions_end_on: Day }, today: Day): boolean =>
  awaitsDecision(application) && isTimely('validated', application, today)

// Benefits

export type BenefitRule =
  | 'pupil-first-time'
  | 'pupil-returning'
  /** By a decision of the Region, never by an answer. */
  | 'pupil-exceptional'
  | 'apprentice-first-or-other-diploma'
  | 'apprentice-same-diploma'
  | 'neither'

/**
 * What gives somebody their benefit: a first-time entrant was in no general or technological class last year; an apprentice was none, or
 * prepared another diploma.
 */
export function benefitRule({ situation, schooling, apprenticeship }: Answers): BenefitRule {
  if (situation?.situation === 'neither') return 'neither'
  if (situation?.situation === 'apprentice') {
    const isSame = apprenticeship?.wasApprentice && !apprenticeship.otherDiploma
    return isSame ? 'apprentice-same-diploma' : 'apprentice-first-or-other-diploma'
  }
  return schooling?.wasInGeneralSecondary ? 'pupil-returning' : 'pupil-first-time'
}

// Stages

/** When each stage was reached. */
export interface Reached {
  answers: Answers
  state: State
  created_at: Date
  submitted_at: Date | null
  decided_at: Date | null
  made_at: Date | null
  shipped_at: Date | null
  /** The card was posted before this request was opened: nothing is made. */
  keeps_card: boolean
}

/**
 * The five stages of the home page (guide, 3), each with its day once reached; three for who gets no card, or has theirs already. A refused
 * application goes no further.
 */
export function stages({ state, answers, keeps_card, ...at }: Reached) {
  const isSent = !isEditable({ state })
  const card = [
    { label: 'Fabrication', at: at.made_at },
    { label: 'Expédition', at: at.shipped_at },
  ]
  const reached = [
    { label: 'Inscription', at: at.created_at },
    { label: 'Demande', at: isSent ? at.submitted_at : null },
    { label: 'Validation', at: state === 'validated' ? at.decided_at : null },
    ...(situationOf({ answers }) === 'neither' || keeps_card ? [] : card),
  ]
  const current = state === 'refused' ? undefined : reached.find((stage) => !stage.at)
  return reached.map((stage) => ({
    label: stage.label,
    on: stage.at && dayOf(stage.at),
    state: stage.at ? ('done' as const) : stage === current ? ('current' as const) : ('to-come' as const),
  }))
}
