import { sql } from 'kysely'
import type { Reader } from '../../../platform/database/index.ts'
import type { Day } from '../../../platform/dates.ts'
import type { DayCount } from './figures.ts'

/** The campaigns that have begun to take requests, the latest first. */
export const campaignsUntil = (db: Reader, today: Day) =>
  db
    .selectFrom('campaign_calendar')
    .select(['id', 'name'])
    .where('applications_open_on', '<=', today)
    .orderBy('applications_open_on', 'desc')
    .execute()

/** How many requests were sent each day, by the state that they are in now. */
export const requestsByDay = async (db: Reader, campaignId: number) =>
  (
    await sql<DayCount>`
      select (submitted_at at time zone 'Europe/Paris')::date as day, state, count(*) as count
      from sent_applications
      where campaign_id = ${campaignId}
      group by 1, 2
      order by 1, 2`.execute(db)
  ).rows

export interface SchoolTime {
  uai: string
  name: string
  town: string
  validated: number
  waiting: number
  /** From sending to validation, for half of them at most; null when none is validated. */
  median_hours: number | null
}

/** How long each school takes, the slowest first. */
export const timesBySchool = async (db: Reader, campaignId: number) =>
  (
    await sql<SchoolTime>`
      select s.uai, s.name, s.town, t.validated, t.waiting, t.median_hours
      from (
        select school_id, count(*) filter (where state = 'validated') as validated, count(*) filter (where state = 'submitted') as waiting,
          percentile_cont(0.5) within group (order by extract(epoch from decided_at - submitted_at)::float8 / 3600)
            filter (where state = 'validated') as median_hours
        from sent_applications
        where campaign_id = ${campaignId} and school_id is not null
        group by school_id
      ) t
      join school_directory s on s.id = t.school_id
      order by t.median_hours desc nulls last, s.name, s.id`.execute(db)
  ).rows

export interface Money {
  granted_cents: number
  left_cents: number
  reserved_cents: number
  /** Given back to the Region when its wallets closed. */
  closed_cents: number
}

/** What the wallets of a campaign were granted and what they hold. */
export async function moneyOf(db: Reader, campaignId: number): Promise<Money> {
  const { rows } = await sql<Money>`
    select coalesce(sum(w.granted_cents), 0)::bigint as granted_cents, coalesce(sum(w.balance_cents), 0)::bigint as left_cents,
      coalesce(sum(w.reserved_cents), 0)::bigint as reserved_cents,
      (
        select coalesce(sum(t.amount_cents), 0)::bigint from journal_lines t
        where t.campaign_id = ${campaignId} and t.kind = 'closing'
      ) as closed_cents
    from wallets_held w
    where w.campaign_id = ${campaignId}`.execute(db)
  return rows[0] as Money
}

export interface SpentByType {
  label: string
  partners: number
  payments: number
  spent_cents: number
}

/** What the wallets of a campaign spent at each type of partner: payments and redeemed prepayments, less refunds. */
export const spentByType = async (db: Reader, campaignId: number) =>
  (
    await sql<SpentByType>`
      select p.type_label as label, count(*) as partners, sum(t.payments)::bigint as payments, sum(t.spent_cents)::bigint as spent_cents
      from (
        select t.partner_id, count(*) filter (where t.kind in ('payment', 'redemption')) as payments,
          sum(t.taken_cents) as spent_cents
        from takings t
        where t.campaign_id = ${campaignId}
        group by t.partner_id
      ) t
      join partner_directory p on p.id = t.partner_id
      group by p.type_code, p.type_label
      order by spent_cents desc, p.type_label`.execute(db)
  ).rows
