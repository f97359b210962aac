import { type ExpressionBuilder, sql } from 'kysely'
import { places } from '../../../places.ts'
import type { Db, Tx, Reader } from '../../../platform/database/index.ts'
import { type Day, dayOf, frenchDay } from '../../../platform/dates.ts'
import { found, UserError } from '../../../platform/errors.ts'
import type { Agent, Beneficiary, SchoolUser } from '../../../spaces/actors.ts'
import type { Address } from '../../people/addresses/index.ts'
import { isOver, whatComesAfter } from '../../scheme/campaigns/index.ts'
import {
  type Answers,
  type Apprenticeship,
  awaitsDecision,
  type Contact,
  isEditable,
  type SchoolElsewhere,
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
}

/** A beneficiary's latest application. */
export const latestOf = (db: Reader, beneficiaryId: number) =>
  db
    .selectFrom('card_applications as a')
    .innerJoin('campaign_calendar as c', 'c.id', 'a.campaign_id')
    .select(['a.id', 'a.file_number', 'a.campaign_id', 'a.photo_file_id', 'a.identity_file_id'])
    .select(['c.name as campaign_name', 'c.starts_on', 'c.ends_on'])
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
  if (!isOver(application, today)) return application
  const { campaign_id: id, campaign_name, ends_on } = application
  const sentence = `La campagne ${campaign_name} s’est terminée le ${frenchDay(ends_on)} : cette demande ne peut plus être complétée ni envoyée.`
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

// What a school and the Region read: the applications that fall to them, once they were sent.

/** Who decides: a school for its own pupils and apprentices, an agent for those whom no school of the Region knows. */
export type Decider = SchoolUser | Agent

export const PAGE_SIZE = 50

export interface Search {
  search: string
  /** Every state when null. */
  state: State | null
  page: number
}

/** The applications on which one decides, as a condition on `card_applications as a`. */
export const fallTo = (decider: Decider) =>
  decider.kind === 'school' ? sql<boolean>`a.school_id = ${decider.school_id}` : sql<boolean>`a.falls_to_region`

const sentTo = (db: Reader, decider: Decider) =>
  db
    .selectFrom('card_applications as a')
    .innerJoin('people as b', 'b.id', 'a.beneficiary_id')
    .innerJoin('campaign_calendar as p', 'p.id', 'a.campaign_id')
    .where(fallTo(decider))
    .where('a.state', '<>', 'draft')

const named = (search: string) => (eb: ExpressionBuilder<{ b: { last_name: string; first_name: string } }, 'b'>) => {
  const name = sql<string>`searchable(${eb.ref('b.last_name')} || ' ' || ${eb.ref('b.first_name')} || ' ' || ${eb.ref('b.last_name')})`
  return sql<boolean>`(${name} like '%' || searchable(${search}) || '%' or a.file_number = ${search})`
}

/** One page of those applications, oldest first. */
export const applicationsOf = (db: Reader, decider: Decider, { search, state, page }: Search) =>
  sentTo(db, decider)
    .leftJoin('course_directory as c', 'c.code', 'a.course_code')
    .select(['a.file_number', 'a.submitted_at', 'b.last_name', 'b.first_name', 'c.label as course_label', 'p.ends_on'])
    .select(sql<Situation>`a.situation`.as('situation'))
    .select(sql<State>`a.state`.as('state'))
    .$if(state !== null, (query) => query.where('a.state', '=', state as State))
    .$if(search !== '', (query) => query.where(named(search)))
    .orderBy('a.submitted_at')
    .orderBy('a.id')
    .limit(PAGE_SIZE)
    .offset((page - 1) * PAGE_SIZE)
    .execute()

/** How many of them are in each state. */
export async function countsOf(db: Reader, decider: Decider, search: string): Promise<Partial<Record<State, number>>> {
  const rows = await sentTo(db, decider)
    .select(['a.state', sql<number>`count(*)`.as('count')])
    .$if(search !== '', (query) => query.where(named(search)))
    .groupBy('a.state')
    .execute()
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]))
}

/** One file, whole, as who decides on it reads it. */
export const fileOf = async (db: Reader, decider: Decider, fileNumber: string) =>
  found(
    await sentTo(db, decider)
      .innerJoin('benefit_amounts as g', (join) => join.onRef('g.campaign_id', '=', 'a.campaign_id').onRef('g.rule', '=', 'a.benefit_rule'))
      .leftJoin('school_directory as s', 's.id', 'a.school_id')
      .leftJoin('course_directory as c', 'c.code', 'a.course_code')
      .leftJoin('stored_files as d', 'd.id', 'a.identity_file_id')
      .select(['a.id', 'a.file_number', 'a.beneficiary_id', 'a.scholarship_holder', 'a.benefit_rule', 'a.photo_file_id'])
      .select(['a.identity_file_id', 'd.delete_after', 'a.contract_signed_on', 'a.contract_ends_on'])
      .select(['b.civility', 'b.last_name', 'b.first_name', 'b.birth_date', 'p.name as campaign_name', 'p.starts_on', 'p.ends_on'])
      .select(['s.uai', 's.name as school_name', 's.town as school_town'])
      .select(['c.label as course_label', 'c.level_label', 'g.label as benefit_label'])
      // What was granted stays as it was when the campaign's amounts change afterwards.
      .select(
        sql<number>`coalesce((
          select w.granted_cents from wallets_held w
          where w.beneficiary_id = a.beneficiary_id and w.campaign_id = a.campaign_id and w.kind = g.wallet_kind and a.state = 'validated'
        ), case when a.state = 'validated' and p.opened_at is not null then 0 else g.amount_cents end)`.as('amount_cents'),
      )
      .select(sql<boolean>`was_given_before(a.beneficiary_id, a.campaign_id)`.as('given_before'))
      .select(sql<Situation>`a.situation`.as('situation'))
      .select(sql<SchoolElsewhere | null>`a.school_elsewhere`.as('school_elsewhere'))
      .select(sql<Apprenticeship | null>`a.answers -> 'apprenticeship'`.as('apprenticeship'))
      .select(sql<State>`a.state`.as('state'))
      .where('a.file_number', '=', fileNumber)
      .executeTakeFirst(),
  )

export type File = Awaited<ReturnType<typeof fileOf>>

/** The oldest application that still waits for a decision, beside that one, in a campaign that goes on. */
export const nextToDecide = (db: Reader, decider: Decider, besides: string, today: Day) =>
  sentTo(db, decider)
    .select('a.file_number')
    .where('a.state', '=', 'submitted')
    .where('a.file_number', '<>', besides)
    .where('p.ends_on', '>=', today)
    .orderBy('a.submitted_at')
    .orderBy('a.id')
    .limit(1)
    .executeTakeFirst()

/** The applications named, as a page that decides on them lists them. */
export const namedApplications = (db: Reader, decider: Decider, fileNumbers: string[]) =>
  sentTo(db, decider)
    .leftJoin('course_directory as c', 'c.code', 'a.course_code')
    .select(['a.file_number', 'b.last_name', 'b.first_name', 'c.label as course_label', 'p.name as campaign_name'])
    .select(['p.starts_on', 'p.ends_on'])
    .select(sql<Situation>`a.situation`.as('situation'))
    .select(sql<State>`a.state`.as('state'))
    .where('a.file_number', 'in', fileNumbers)
    .orderBy('a.submitted_at')
    .orderBy('a.id')
    .execute()
