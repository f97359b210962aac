import { sql } from 'kysely'
import { places } from '../../../places.ts'
import type { Reader, Tx } from '../../../platform/database/index.ts'
import { dayOf, frenchDay } from '../../../platform/dates.ts'
import { found, UserError } from '../../../platform/errors.ts'
import type { Beneficiary, Decider } from '../../../spaces/actors.ts'
import type { Address } from '../../people/addresses/index.ts'
import { whatComesAfter } from '../../scheme/campaigns/index.ts'
import {
  type Answers,
  awaitsDecision,
  type Contact,
  isEditable,
  isTooLate,
  lastDayOf,
  type Situation,
  type State,
  situationOf,
  stages,
} from './application.ts'
import type { ApplicationEvent } from './events.ts'

/** An application as its owner and the steps of the form read it. */
export interface Application {
  id: number
  file_number: string
  campaign_id: number
  state: State
  answers: Answers
  photo_file_id: string | null
  identity_file_id: string | null
  campaign_name: string
  starts_on: string
  ends_on: string
  decisions_end_on: string
}

/** A beneficiary's latest application. */
export const latestOf = (db: Reader, beneficiaryId: number) =>
  db
    .selectFrom('card_applications as a')
    .innerJoin('campaign_calendar as c', 'c.id', 'a.campaign_id')
    .select(['a.id', 'a.file_number', 'a.campaign_id', 'a.photo_file_id', 'a.identity_file_id'])
    .select(['c.name as campaign_name', 'c.starts_on', 'c.ends_on', 'c.decisions_end_on'])
    .select(sql<State>`a.state`.as('state'))
    .select(sql<Answers>`a.answers`.as('answers'))
    .where('a.id', '=', (eb) => eb.selectFrom('latest_applications as l').select('l.id').where('l.beneficiary_id', '=', beneficiaryId))

/** A beneficiary's latest application, as the Region gives it to another school. */
export const applicationToMove = (db: Reader, beneficiaryId: number) =>
  latestOf(db, beneficiaryId)
    .leftJoin('school_directory as s', 's.id', 'a.school_id')
    .select(['a.school_id', 'a.course_code'])
    .select(sql<Situation | null>`a.situation`.as('situation'))
    .select(sql<string | null>`coalesce(s.name, a.school_elsewhere ->> 'name')`.as('school_name'))

/** The application that its owner may still fill in. */
export const draftOf = async (db: Reader, beneficiary: Beneficiary): Promise<Application> =>
  mustBeEditable(found(await latestOf(db, beneficiary.id).executeTakeFirst()))

/**
 * The same, locked until the end of the transaction.
 * @throws UserError 409 `campaign.over` once its campaign is: who fills it in for nothing is told before the end
 */
export const applicationToEdit = async (tx: Tx, beneficiary: Beneficiary): Promise<Application> =>
  mustBeInTime(tx, mustBeEditable(found(await latestOf(tx, beneficiary.id).forUpdate('a').executeTakeFirst())))

/** The application whose identity document may be seen by its owner, and replaced: until the decision (guide, 3.3). */
export async function applicationWithDocument(db: Reader, beneficiary: Beneficiary): Promise<Application> {
  const application = found(await latestOf(db, beneficiary.id).executeTakeFirst())
  return mayReplaceDocument(application) ? application : mustBeEditable(application)
}

/** The same, locked until the end of the transaction. */
export async function documentToReplace(tx: Tx, beneficiary: Beneficiary): Promise<Application> {
  const application = found(await latestOf(tx, beneficiary.id).forUpdate('a').executeTakeFirst())
  return mayReplaceDocument(application) ? application : mustBeInTime(tx, mustBeEditable(application))
}

const mayReplaceDocument = (application: Application): boolean => awaitsDecision(application) && situationOf(application) === 'neither'

function mustBeEditable(application: Application): Application {
  if (isEditable(application)) return application
  const sentence = 'Votre demande est envoyée : elle ne peut plus être modifiée. Suivez-la depuis votre page d’accueil.'
  throw new UserError('application.sent', sentence, {
    status: 409,
    next: { href: places.beneficiary.home.to(), label: 'Suivre ma demande' },
  })
}

async function mustBeInTime(tx: Tx, application: Application): Promise<Application> {
  const today = dayOf(tx.now)
  if (!isTooLate(application, today)) return application
  const { campaign_id: id, campaign_name } = application
  const sentence = `La campagne ${campaign_name} s’est terminée le ${frenchDay(lastDayOf(application))} : cette demande ne peut plus être complétée ni envoyée.`
  throw new UserError('campaign.over', `${sentence} ${await whatComesAfter(tx, { id }, today)}`, {
    status: 409,
    next: { href: places.beneficiary.home.to(), label: 'Revenir à l’accueil' },
  })
}

/** What the home page shows of an application: nothing without one. */
export const progressOf = (db: Reader, beneficiaryId: number) =>
  latestOf(db, beneficiaryId)
    .leftJoin('live_cards as k', 'k.beneficiary_id', 'a.beneficiary_id')
    .select(['a.school_id', 'a.created_at', 'a.submitted_at', 'a.decided_at', 'k.made_at', 'k.shipped_at', 'k.set_aside_reason'])
    .select(sql<boolean>`coalesce(k.shipped_at < a.created_at, false)`.as('keeps_card'))
    .select(sql<boolean>`exists (select from schools_taken_over o where o.school_id = a.school_id)`.as('is_taken_over'))
    .executeTakeFirst()

/** The five stages of a beneficiary's application, each with its day once reached; none without an application. */
export async function stagesOf(db: Reader, beneficiaryId: number) {
  const progress = await progressOf(db, beneficiaryId)
  return progress ? stages(progress) : []
}

/** What happened to an application, oldest first: when, what, by whom, and why. */
export const historyOf = (db: Reader, applicationId: number) =>
  db
    .selectFrom('application_events as e')
    .leftJoin('staff_members as s', 's.id', 'e.staff_id')
    .select(['e.at', sql<ApplicationEvent>`e.event`.as('event'), 'e.reason', 's.name as staff_name', 's.school_name'])
    .where('e.application_id', '=', applicationId)
    .orderBy('e.at')
    .orderBy('e.id')
    .execute()

/** The names of what was chosen. */
export const courseNames = (db: Reader, course: string) =>
  db.selectFrom('course_directory').select(['level_label', 'label as course_label']).where('code', '=', course).executeTakeFirstOrThrow()

/** Whether the person was given what that campaign gives already, with an account that they closed. */
export async function wasGivenBefore(db: Reader, beneficiary: Beneficiary, campaignId: number): Promise<boolean> {
  const { rows } = await sql<{ yes: boolean }>`select was_given_before(${beneficiary.id}, ${campaignId}) as yes`.execute(db)
  return rows[0]?.yes ?? false
}

/** How to reach a beneficiary, as their account says it. */
export async function contactOf(db: Reader, beneficiary: Beneficiary): Promise<Contact> {
  const { address, fixed_phone, mobile_phone } = await db
    .selectFrom('open_accounts')
    .select(['fixed_phone', 'mobile_phone'])
    .select(sql<Address | null>`address`.as('address'))
    .where('id', '=', beneficiary.id)
    .executeTakeFirstOrThrow()
  return {
    ...(address && { address }),
    ...((fixed_phone || mobile_phone) && { fixedPhone: fixed_phone, mobilePhone: mobile_phone }),
  }
}

/** Where a beneficiary can be told things. */
export const noticesOf = (db: Reader, beneficiary: Beneficiary) =>
  db.selectFrom('open_accounts').select(['email', 'notified_by']).where('id', '=', beneficiary.id).executeTakeFirstOrThrow()

/**
 * The applications on which one decides, as a condition on `card_applications as a`: a school on those of its own pupils and apprentices,
 * an agent on those of whom no school of the Region knows, on those that were handed to the Region, and on those of schools in whose place it decides.
 */
export const fallTo = (decider: Decider) =>
  decider.kind === 'school'
    ? sql<boolean>`a.school_id = ${decider.school_id}`
    : sql<boolean>`(a.falls_to_region or a.handed_to_region_at is not null or a.school_id in (select school_id from schools_taken_over))`
