import { type RawBuilder, sql } from 'kysely'
import type { Reader } from '../../../platform/database/index.ts'
import { addDays, type Day } from '../../../platform/dates.ts'
import type { Filter } from './journal.ts'

export const FACTS_A_PAGE = 50

export interface ListedFact {
  id: number
  at: Date
  fact: string
  details: Record<string, unknown>
  staff_name: string | null
  place: string | null
  beneficiary_id: number | null
  last_name: string | null
  first_name: string | null
  is_closed: boolean | null
}

/** One page of the trail, the newest first, and whether there is more. It is not counted: it grows without end. */
export async function factsOf(db: Reader, filter: Filter): Promise<{ rows: ListedFact[]; hasMore: boolean }> {
  const { rows } = await sql<ListedFact>`
    select f.id, f.at, f.fact, f.details, f.beneficiary_id, m.name as staff_name, coalesce(d.name, p.name, m.place) as place,
      b.last_name, b.first_name, coalesce(b.is_closed, false) as is_closed
    from (
      select * from audit_facts f where ${matching(filter)} order by f.at desc, f.id desc limit ${FACTS_A_PAGE + 1}
    ) f
    left join staff_members m on m.id = f.staff_id
    left join school_directory d on d.id = f.school_id
    left join partner_directory p on p.id = f.partner_id
    left join people b on b.id = f.beneficiary_id
    order by f.at desc, f.id desc
  `.execute(db)
  return { rows: rows.slice(0, FACTS_A_PAGE), hasMore: rows.length > FACTS_A_PAGE }
}

const READ_AT_ONCE = 2_000

/** Every fact of a period, in the order in which they happened, some at a time: a month of them is hundreds of thousands. */
export async function* factsBetween(db: Reader, { from, until }: { from: Day; until: Day }): AsyncGenerator<ListedFact, void> {
  let last = { at: null as Date | null, id: 0 }
  for (;;) {
    const { rows } = await sql<ListedFact>`
      select f.id, f.at, f.fact, f.details, f.beneficiary_id, m.name as staff_name, coalesce(d.name, p.name, m.place) as place,
        b.last_name, b.first_name, coalesce(b.is_closed, false) as is_closed
      from (
        select * from audit_facts f
        where f.at >= ${startOf(from)} and f.at < ${startOf(addDays(until, 1))}
          and (${last.at}::timestamptz is null or (f.at, f.id) > (${last.at}, ${last.id}))
        order by f.at, f.id
        limit ${READ_AT_ONCE}
      ) f
      left join staff_members m on m.id = f.staff_id
      left join school_directory d on d.id = f.school_id
      left join partner_directory p on p.id = f.partner_id
      left join people b on b.id = f.beneficiary_id
      order by f.at, f.id`.execute(db)
    yield* rows
    const end = rows.at(-1)
    if (!end || rows.length < READ_AT_ONCE) return
    last = end
  }
}

function matching({ fact, person, staff, from, until, before }: Filter): RawBuilder<unknown> {
  const conditions = [sql`true`]
  if (fact) conditions.push(sql`f.fact = ${fact}`)
  if (person) {
    conditions.push(sql`f.beneficiary_id in (select beneficiary_id from numbers_given where number = ${person})`)
  }
  if (staff) {
    const beginning = `${staff.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`
    conditions.push(sql`f.staff_id in (
      select id from staff_members where lower(email) like ${beginning} or ' ' || searchable(name) like '% ' || searchable(${staff}) || '%'
    )`)
  }
  if (from) conditions.push(sql`f.at >= ${startOf(from)}`)
  if (until) conditions.push(sql`f.at < ${startOf(addDays(until, 1))}`)
  if (before) conditions.push(sql`(f.at, f.id) < (${before.at}, ${before.id})`)
  return sql.join(conditions, sql` and `)
}

const startOf = (day: Day) => sql`${day}::date::timestamp at time zone 'Europe/Paris'`
