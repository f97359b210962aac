import { sql } from 'kysely'
import type { Reader } from '../../../platform/database/index.ts'
import { type Day, dayOf } from '../../../platform/dates.ts'
import type { SchoolUser } from '../../../spaces/actors.ts'

/** What the requests of a school are counted by. */
export type Grouping = 'class' | 'level'

const GROUPED = { class: sql`e.class`, level: sql`a.level_label` } as const satisfies Record<Grouping, unknown>

/** The requests of a class or of a level; of none that is known when its name is null. */
export interface Group {
  name: string | null
  received: number
  validated: number
  refused: number
  returned: number
  waiting: number
  /** Since when the oldest of those that wait does. */
  since: Date | null
}

/** The requests of a school, in the campaigns whose requests are decided still, by class as its list says or by level. */
export async function groupsOf(db: Reader, { school_id }: SchoolUser, by: Grouping, today: Day): Promise<Group[]> {
  const { rows } = await sql<Group>`
    select ${GROUPED[by]} as name, count(*) as received, count(*) filter (where a.state = 'validated') as validated,
      count(*) filter (where a.state = 'refused') as refused, count(*) filter (where a.state = 'returned') as returned,
      count(*) filter (where a.state = 'submitted') as waiting, min(w.since) as since
    from sent_applications a
    left join enrolment_answers e on e.application_id = a.id
    left join waiting_at_schools w on w.application_id = a.id
    where a.school_id = ${school_id} and a.decisions_end_on >= ${today}::date
    group by 1
    order by 1 nulls last
  `.execute(db)
  return rows
}

/** Whether a list in use says the class of anybody who asked. */
export async function hasClasses(db: Reader, { school_id }: SchoolUser): Promise<boolean> {
  const { rows } = await sql<{ has: boolean }>`
    select exists (
      select from sent_applications a join enrolment_answers e on e.application_id = a.id where a.school_id = ${school_id} and e.class is not null
    ) as has
  `.execute(db)
  return rows[0]?.has ?? false
}

/** Who of the school decided, and how often; the Region together, without a name, and so other schools, where a request was before. */
export interface Decided {
  name: string | null
  is_elsewhere: boolean
  decisions: number
  this_month: number
  last_at: Date
}

const MONTH = (now: Date) => sql`date_trunc('month', ${now}::timestamptz at time zone 'Europe/Paris')`
const IN_PARIS = sql`at time zone 'Europe/Paris'`

/** Who decided on the requests of a school, in the campaigns whose requests are decided still; those too who have left. */
export async function decidersOf(db: Reader, { school_id }: SchoolUser, now: Date): Promise<Decided[]> {
  const { rows } = await sql<Decided>`
    select u.name, u.id is null and exists (select from school_users o where o.id = h.staff_id) as is_elsewhere, count(*) as decisions,
      count(*) filter (where h.at >= ${MONTH(now)} ${IN_PARIS}) as this_month, max(h.at) as last_at
    from sent_applications a
    join application_history h on h.application_id = a.id and h.event in ('validated', 'returned', 'refused')
    left join school_users u on u.id = h.staff_id and u.school_id = a.school_id
    where a.school_id = ${school_id} and a.decisions_end_on >= ${dayOf(now)}::date
    group by u.id, u.name, is_elsewhere
    order by u.id is null, decisions desc, u.name, is_elsewhere
  `.execute(db)
  return rows
}

export interface Month {
  received: number
  decided: number
}

/** What came and what was decided this month, and in the whole month before. */
export async function monthsOf(db: Reader, { school_id }: SchoolUser, now: Date): Promise<{ current: Month; before: Month }> {
  const { rows } = await sql<{ received: number; decided: number; received_before: number; decided_before: number }>`
    select count(*) filter (where a.submitted_at >= m.begins) as received, count(*) filter (where a.decided_at >= m.begins) as decided,
      count(*) filter (where a.submitted_at >= m.before and a.submitted_at < m.begins) as received_before,
      count(*) filter (where a.decided_at >= m.before and a.decided_at < m.begins) as decided_before
    from sent_applications a,
      (select ${MONTH(now)} ${IN_PARIS} as begins, (${MONTH(now)} - interval '1 month') ${IN_PARIS} as before) m
    where a.school_id = ${school_id}
  `.execute(db)
  const [row = { received: 0, decided: 0, received_before: 0, decided_before: 0 }] = rows
  return {
    current: { received: row.received, decided: row.decided },
    before: { received: row.received_before, decided: row.decided_before },
  }
}
