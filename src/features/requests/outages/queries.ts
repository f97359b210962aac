import { type RawBuilder, sql } from 'kysely'
import type { Reader } from '../../../platform/database/index.ts'
import { type Day, dayOf } from '../../../platform/dates.ts'
import { found } from '../../../platform/errors.ts'
import { type Scope, scopeInWords } from './outage.ts'

const inScope = ({ scope, department, school }: Scope): RawBuilder<unknown> =>
  ({
    school: sql`s.id = ${school}::integer`,
    department: sql`left(s.uai, 3) = ${department}::text`,
    all: sql`true`,
  })[scope]

/** The schools of the Region that it would take over: those where it does not decide already. */
const toTake = (scope: Scope) => sql`
  school_directory s
  where s.in_region and ${inScope(scope)} and not exists (select from schools_taken_over o where o.school_id = s.id)`

/** Their numbers. */
export async function schoolsToTake(db: Reader, scope: Scope): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`select s.id from ${toTake(scope)} order by s.id`.execute(db)
  return rows.map(({ id }) => id)
}

/** How many they are, and how many requests wait there that can be accepted still. */
export async function countsToTake(db: Reader, scope: Scope, today: Day): Promise<{ schools: number; requests: number }> {
  const { rows } = await sql<{ schools: number; requests: number }>`
    with taken as materialized (select s.id from ${toTake(scope)})
    select (select count(*) from taken) as schools,
      (select count(*) from waiting_at_schools w join taken on taken.id = w.school_id where w.decisions_end_on >= ${today}::date) as requests
  `.execute(db)
  return rows[0] as (typeof rows)[0]
}

/** Which schools, in words. */
export async function wordsOf(db: Reader, scope: Scope): Promise<string> {
  const named =
    scope.school === null
      ? undefined
      : await db.selectFrom('school_directory').select('label').where('id', '=', scope.school).executeTakeFirst()
  return scopeInWords(scope, named?.label ?? null)
}

/** The schools of the Region, to choose one, by town. */
export const schoolsOfTheRegion = (db: Reader) =>
  db.selectFrom('school_directory').select(['id', 'name', 'town']).where('in_region', '=', true).orderBy('town').orderBy('name').execute()

export interface Outage {
  id: number
  scope: Scope['scope']
  department: string | null
  school_id: number | null
  school_label: string | null
  reason: string
  asked_by_name: string
  agreed_by_name: string
  taken_at: Date
  given_back_at: Date | null
  back_asked_by_name: string | null
  back_agreed_by_name: string | null
  schools: number
  /** Nobody is left to tell of what happened last. */
  is_told: boolean
}

const OUTAGES_AT_MOST = 200

const outagesWhere = async (db: Reader, condition: RawBuilder<unknown>): Promise<Outage[]> =>
  (
    await sql<Outage>`
      select o.id, o.scope, o.department, o.school_id, s.label as school_label, o.reason, o.taken_at, o.given_back_at,
        asked.name as asked_by_name, agreed.name as agreed_by_name, back.name as back_asked_by_name, done.name as back_agreed_by_name,
        (select count(*) from outage_schools t where t.outage_id = o.id) as schools,
        not exists (select from outage_news n where n.outage_id = o.id and n.told_at is null) as is_told
      from outages o
      join staff_members asked on asked.id = o.asked_by
      join staff_members agreed on agreed.id = o.agreed_by
      left join staff_members back on back.id = o.back_asked_by
      left join staff_members done on done.id = o.back_agreed_by
      left join school_directory s on s.id = o.school_id
      where ${condition}
      order by o.given_back_at is not null, o.id desc
      limit ${OUTAGES_AT_MOST}`.execute(db)
  ).rows

/** Those that go on first, then the newest. */
export const allOutages = (db: Reader): Promise<Outage[]> => outagesWhere(db, sql`true`)

/** One of them, or 404. */
export const outageById = async (db: Reader, id: number): Promise<Outage> => found((await outagesWhere(db, sql`o.id = ${id}`))[0])

/** Of an outage: what waits at its schools, and what was decided there since it began, as long as it went on. */
export async function requestsOf(db: Reader, id: number, now: Date): Promise<{ waiting: number; certificates: number; decided: number }> {
  const { rows } = await sql<{ waiting: number; certificates: number; decided: number }>`
    select count(*) filter (where a.state = 'submitted' and a.decisions_end_on >= ${dayOf(now)}::date) as waiting,
      count(*) filter (where a.state = 'submitted' and a.decisions_end_on >= ${dayOf(now)}::date and c.application_id is not null) as certificates,
      count(*) filter (where a.decided_at >= t.taken_at and a.decided_at <= coalesce(t.given_back_at, ${now})) as decided
    from outage_schools t
    join sent_applications a on a.school_id = t.school_id
    left join certificates_of_enrolment c on c.application_id = a.id
    where t.outage_id = ${id}
  `.execute(db)
  return rows[0] as (typeof rows)[0]
}

/** How many schools the Region decides for, since when the first. */
export async function schoolsTakenOver(db: Reader): Promise<{ count: number; since: Date | null }> {
  const { rows } = await sql<{ count: number; since: Date | null }>`
    select count(*) as count, min(taken_at) as since from schools_taken_over`.execute(db)
  return rows[0] as (typeof rows)[0]
}

/** Whether the Region decides in the place of that school. */
export const isTakenOver = async (db: Reader, schoolId: number): Promise<boolean> =>
  (await db.selectFrom('schools_taken_over').select('school_id').where('school_id', '=', schoolId).executeTakeFirst()) !== undefined

/** The campaigns that go on: a last day is moved in one of them. */
export const campaignsGoingOn = (db: Reader, today: Day) =>
  db
    .selectFrom('campaign_calendar')
    .select(['id', 'name'])
    .where('starts_on', '<=', today)
    .where('ends_on', '>=', today)
    .orderBy('id')
    .execute()
