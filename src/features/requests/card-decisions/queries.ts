import { sql } from 'kysely'
import type { Reader } from '../../../platform/database/index.ts'
import type { Day } from '../../../platform/dates.ts'
import { found } from '../../../platform/errors.ts'
import type { Agent, SchoolUser } from '../../../spaces/actors.ts'
import { peopleAlike } from '../../people/beneficiaries/index.ts'
import type { Apprenticeship, SchoolElsewhere, Situation, State } from '../card-applications/index.ts'

// What a school and the Region read: the applications that fall to them, once they were sent.

/** What of a decider says which applications are theirs. */
type Desk = Pick<SchoolUser, 'kind' | 'school_id'> | Pick<Agent, 'kind'>

const sentTo = (db: Reader, decider: Desk) => {
  const sent = db
    .selectFrom('sent_applications as a')
    .innerJoin('people as b', 'b.id', 'a.beneficiary_id')
    .select(['a.id', 'a.file_number as number', 'a.submitted_at', 'b.last_name', 'b.first_name'])
    .select(['b.printed_last_name', 'b.printed_first_name', 'b.search', 'a.beneficiary_id'])
    .select(['a.campaign_name', 'a.starts_on', 'a.ends_on', 'a.decisions_end_on', 'a.course_label', 'a.level_label'])
    .select(['a.school_label', 'a.handed_to_region_at', 'a.taken_over_at'])
    .leftJoin('enrolment_answers as e', 'e.application_id', 'a.id')
    .select(['b.birth_date', 'e.class', 'e.answer as enrolment', 'e.why as enrolment_why', 'e.differs as enrolment_differs'])
    .select(sql<Situation>`a.situation`.as('situation'))
    .select(sql<State>`a.state`.as('state'))
  return decider.kind === 'school' ? sent.where('a.school_id', '=', decider.school_id) : sent.where('a.falls_to_region', '=', true)
}

/** Those applications, as their list shows them. */
export const applicationsFor = (db: Reader, decider: Desk) => sentTo(db, decider)

export type ApplicationLine = Awaited<ReturnType<ReturnType<typeof applicationsFor>['executeTakeFirstOrThrow']>>

/** Those that wait for a decision, in a campaign whose requests are decided still. */
export const waitingFor = (db: Reader, decider: Desk, today: Day) =>
  sentTo(db, decider).where('a.state', '=', 'submitted').where('a.decisions_end_on', '>=', today)

/**
 * What the State says against what the list (`e`) says of a request (`a`): of the lists of agricultural schools and CFAs, not that it does not find
 * somebody, for it never knows their pupils.
 */
export const anotherAsTheStateSays = sql`
  select from state_answers t where t.application_id = a.id and t.contradicts and not (t.answer = 'not-found' and e.is_beyond_the_state)`

/**
 * Those that wait for the Region in the place of their school, whom its list finds as they are, and of whom the State says no other thing: several can be
 * accepted at once. What differs, has a certificate only, or was accepted once and taken back, is looked at one by one.
 */
export const onListsFor = (db: Reader, agent: Desk, today: Day) =>
  waitingFor(db, agent, today)
    .where('a.taken_over_at', 'is not', null)
    .where('e.answer', '=', 'found')
    .where(sql<boolean>`e.differs = '{}' and not e.is_recognised`)
    .where(sql<boolean>`not exists (${anotherAsTheStateSays}) and not exists (select from withdrawn_applications w where w.id = a.id)`)

/** Those of them who may be another person that the site knows. */
export async function unsureAmong<Row extends { beneficiary_id: number }>(db: Reader, rows: readonly Row[]): Promise<Row[]> {
  const ids = rows.map(({ beneficiary_id }) => beneficiary_id)
  const unsure = (await peopleAlike(db, ids)).flatMap(({ like_id, told_apart }) => (told_apart ? [] : [like_id]))
  return rows.filter(({ beneficiary_id }) => unsure.includes(beneficiary_id))
}

/** The schools in whose place the Region decides, as their requests name them. */
export async function schoolsDecidedFor(db: Reader): Promise<string[]> {
  const rows = await db
    .selectFrom('schools_taken_over as o')
    .innerJoin('school_directory as s', 's.id', 'o.school_id')
    .select('s.label')
    .orderBy('s.label')
    .execute()
  return rows.map(({ label }) => label)
}

/** Those that a list accepted, and whose photo nobody has looked at. */
export const unseenFor = (db: Reader, school: Desk, today: Day) =>
  sentTo(db, school)
    .innerJoin('validated_applications as v', 'v.id', 'a.id')
    .where('v.is_photo_unseen', '=', true)
    .where('a.decisions_end_on', '>=', today)

/** What a school's requests can be narrowed to: their classes, courses, levels, each once. */
export async function whatIsAsked(db: Reader, school: Desk) {
  const { rows } = await sql<{ kind: 'class' | 'course' | 'level'; value: string }>`
    with asked as materialized (${sentTo(db, school)})
    select 'class' as kind, class as value from asked where class is not null group by class
    union all select 'course', course_label from asked where course_label is not null group by course_label
    union all select 'level', level_label from asked where level_label is not null group by level_label
    order by 1, 2
  `.execute(db)
  return Map.groupBy(rows, ({ kind }) => kind)
}

/** One file, whole, as who decides on it reads it. */
export const fileOf = async (db: Reader, decider: Desk, number: string) =>
  found(
    await sentTo(db, decider)
      .innerJoin('campaign_calendar as p', 'p.id', 'a.campaign_id')
      .innerJoin('benefit_amounts as g', (join) => join.onRef('g.campaign_id', '=', 'a.campaign_id').onRef('g.rule', '=', 'a.benefit_rule'))
      .innerJoin('application_answers as t', 't.application_id', 'a.id')
      .leftJoin('school_directory as s', 's.id', 'a.school_id')
      .leftJoin('certificates_of_enrolment as k', 'k.application_id', 'a.id')
      .leftJoin('state_answers as f', 'f.application_id', 'a.id')
      .leftJoin('stored_files as d', 'd.id', 'a.identity_file_id')
      .select(['a.scholarship_holder', 'a.benefit_rule', 'a.photo_file_id'])
      .select(['a.course_code', 'k.sent_at as certificate_sent_at'])
      .select(['f.answer as state_answer', 'f.why as state_why', 'f.asked_at as state_asked_at'])
      .select(['a.identity_file_id', 'd.delete_after', 'a.contract_signed_on', 'a.contract_ends_on'])
      .select(['b.civility', 's.uai', 's.name as school_name', 's.town as school_town'])
      .select('g.label as benefit_label')
      // What was granted stays as it was when the campaign's amounts change afterwards.
      .select(
        sql<number>`coalesce((
          select w.granted_cents from wallets_held w
          where w.beneficiary_id = a.beneficiary_id and w.campaign_id = a.campaign_id and w.kind = g.wallet_kind and a.state = 'validated'
        ), case when a.state = 'validated' and p.opened_at is not null then 0 else g.amount_cents end)`.as('amount_cents'),
      )
      .select(sql<boolean>`was_given_before(a.beneficiary_id, a.campaign_id)`.as('given_before'))
      .select(sql<SchoolElsewhere | null>`a.school_elsewhere`.as('school_elsewhere'))
      .select(sql<Apprenticeship | null>`t.answers -> 'apprenticeship'`.as('apprenticeship'))
      .where('a.file_number', '=', number)
      .executeTakeFirst(),
  )

export type ApplicationFile = Awaited<ReturnType<typeof fileOf>>
