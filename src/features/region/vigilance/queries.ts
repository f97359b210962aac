import { type RawBuilder, sql } from 'kysely'
import type { Reader } from '../../../platform/database/index.ts'
import { found } from '../../../platform/errors.ts'
import { LINES_A_PAGE } from '../../../platform/forms/paging.ts'
import { KIND_CODES, type KindCode } from './vigilance.ts'

export interface Alert {
  id: number
  kind: KindCode
  about: string
  first_at: Date
  last_at: Date
  times: number
  told_at: Date | null
  staff_id: number | null
  staff_name: string | null
  place: string | null
  beneficiary_id: number | null
  beneficiary_name: string | null
  partner_id: number | null
  partner_name: string | null
  looked_at: Date | null
  looked_by_name: string | null
  finding: string | null
}

export interface Filter {
  kind: KindCode | null
  /** Whether those that nobody has looked at yet only. */
  open: boolean
  page: number
}

const alertsWhere = (condition: RawBuilder<unknown>, page = 1) => sql<Alert>`
  select a.id, a.kind, a.about, a.first_at, a.last_at, a.times, a.told_at, a.staff_id, s.name as staff_name, s.place,
    a.beneficiary_id, p.last_name || ' ' || p.first_name as beneficiary_name, a.partner_id, d.name as partner_name,
    a.looked_at, l.name as looked_by_name, a.finding
  from (
    select * from alerts a where a.kind = any (${KIND_CODES}::text[]) and ${condition}
    order by a.last_at desc, a.id desc limit ${LINES_A_PAGE} offset ${(page - 1) * LINES_A_PAGE}
  ) a
  left join staff_members s on s.id = a.staff_id
  left join people p on p.id = a.beneficiary_id
  left join partner_directory d on d.id = a.partner_id
  left join staff_members l on l.id = a.looked_by
  order by a.last_at desc, a.id desc`

/** One page of what was noticed, the newest first. */
export async function alertsOf(db: Reader, { kind, open, page }: Filter): Promise<Alert[]> {
  const conditions = [sql`true`]
  if (kind) conditions.push(sql`a.kind = ${kind}`)
  if (open) conditions.push(sql`a.looked_at is null`)
  return (await alertsWhere(sql.join(conditions, sql` and `), page).execute(db)).rows
}

export const alertById = async (db: Reader, id: number): Promise<Alert> => found((await alertsWhere(sql`a.id = ${id}`).execute(db)).rows[0])

/** How many nobody has looked at yet, and since when. */
export async function alertsToLookAt(db: Reader): Promise<{ count: number; since: Date | null }> {
  const { rows } = await sql<{ count: number; since: Date | null }>`
    select count(*) as count, min(first_at) as since from alerts where looked_at is null and kind = any (${KIND_CODES}::text[])
  `.execute(db)
  return rows[0] as (typeof rows)[0]
}

export interface Reason {
  at: Date
  reason: string
}

/** Why an agent said that they went on, around what was noticed of them. */
export async function reasonsAround(db: Reader, { staff_id, kind, first_at, last_at }: Alert): Promise<Reason[]> {
  const { rows } = await sql<Reason>`
    select at, reason from reasons_given
    where staff_id = ${staff_id} and kind = ${kind}
      and at between ${first_at}::timestamptz - interval '1 hour' and ${last_at}::timestamptz + interval '1 hour'
    order by at desc limit 50
  `.execute(db)
  return rows
}
