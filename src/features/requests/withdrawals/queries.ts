import { type RawBuilder, sql } from 'kysely'
import type { Reader } from '../../../platform/database/index.ts'
import type { Day } from '../../../platform/dates.ts'
import type { SchoolUser } from '../../../spaces/actors.ts'

/** A validated request, with what taking its validation back would do. */
export interface ToWithdraw {
  id: number
  number: string
  beneficiary_id: number
  first_name: string
  last_name: string
  school_name: string | null
  campaign_name: string
  decisions_end_on: Day
  decided_at: Date
  withdrawal_hours: number
  /** An agent validated it. */
  is_by_region: boolean
  /** Of its wallet, none before the campaign starts. */
  balance_cents: number
  /** Set aside for partners, and cancelled. */
  reserved_cents: number
  /** Spent of what was granted: it would be owed. */
  spent_cents: number
}

/** Those of these requests of pupils and apprentices that are validated, in the order of names; a school's, or anybody's. */
export const validatedAmong = (db: Reader, numbers: string[], school: Pick<SchoolUser, 'school_id'> | null): Promise<ToWithdraw[]> =>
  validatedWhere(db, sql`a.file_number = any(${numbers}::text[])`, school)

/** Those that a school validated itself, and whose hours are not over, in the order of names. */
export const withdrawableAt = (db: Reader, school: Pick<SchoolUser, 'school_id'>, now: Date): Promise<ToWithdraw[]> =>
  validatedWhere(
    db,
    sql`a.decided_at >= ${now}::timestamptz - make_interval(hours => c.withdrawal_hours) and not coalesce(h.is_by_region, false)`,
    school,
  )

async function validatedWhere(db: Reader, isIt: RawBuilder<unknown>, school: Pick<SchoolUser, 'school_id'> | null): Promise<ToWithdraw[]> {
  const { rows } = await sql<ToWithdraw>`
    select a.id, a.file_number as number, a.beneficiary_id, b.first_name, b.last_name, a.school_name, a.campaign_name, a.decisions_end_on, a.decided_at,
      c.withdrawal_hours, coalesce(h.is_by_region, false) as is_by_region, coalesce(w.balance_cents, 0)::bigint as balance_cents, coalesce(w.reserved_cents, 0)::bigint as reserved_cents,
      greatest(coalesce(w.granted_cents - w.balance_cents - w.reserved_cents, 0), 0)::bigint as spent_cents
    from applications a
    join people b on b.id = a.beneficiary_id
    join campaign_calendar c on c.id = a.campaign_id
    left join wallets_held w on w.beneficiary_id = a.beneficiary_id and w.campaign_id = a.campaign_id and w.withdrawn_at is null
    left join lateral (
      select s.school_id is null as is_by_region from application_history e join staff_members s on s.id = e.staff_id
      where e.application_id = a.id and e.event = 'validated' order by e.id desc limit 1) h on true
    where ${isIt} and a.state = 'validated' and a.situation <> 'neither'
      and (${school?.school_id ?? null}::integer is null or a.school_id = ${school?.school_id ?? null})
    order by b.last_name, b.first_name, a.id
  `.execute(db)
  return rows
}

/** The wallets that were granted for these requests. */
export const walletIdsFor = async (db: Reader, applicationIds: number[]): Promise<number[]> => {
  const rows = await db
    .selectFrom('applications as a')
    .innerJoin('wallets_held as w', (join) =>
      join.onRef('w.beneficiary_id', '=', 'a.beneficiary_id').onRef('w.campaign_id', '=', 'a.campaign_id'),
    )
    .select('w.id')
    .where('a.id', 'in', applicationIds)
    .where('w.withdrawn_at', 'is', null)
    .execute()
  return rows.map(({ id }) => id)
}
