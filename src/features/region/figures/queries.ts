import { sql } from 'kysely'
import type { Reader } from '../../../platform/database/index.ts'
import { inOrder } from '../../../platform/database/order.ts'
import type { Day } from '../../../platform/dates.ts'
import type { Order } from '../../../platform/forms/paging.ts'
import { countedByDay, countedByMonth, countedBySchool } from './counting.ts'
import type { Counted, DayCount } from './figures.ts'

/** The campaigns that have begun to take requests, the latest first. */
export const campaignsUntil = (db: Reader, today: Day) =>
  db
    .selectFrom('campaign_calendar')
    .select(['id', 'name'])
    .where('applications_open_on', '<=', today)
    .orderBy('applications_open_on', 'desc')
    .execute()

/** When the figures of a campaign were counted; undefined as long as they were not: then they are counted as they are read. */
export const countedAt = async (db: Reader, campaignId: number): Promise<Date | undefined> =>
  (await db.selectFrom('kept_figures').select('counted_at').where('campaign_id', '=', campaignId).executeTakeFirst())?.counted_at

/** How many requests were sent each day, by the state that they are in now. */
export const requestsByDay = async (db: Reader, campaignId: number) => {
  const kept = sql`select d.* from kept_figures k, jsonb_to_recordset(k.by_day) d (day date, state text, count bigint) where k.campaign_id = ${campaignId}`
  const from = (await countedAt(db, campaignId)) ? kept : countedByDay(campaignId)
  return (await sql<DayCount>`select day, state, count from (${from}) days order by day, state`.execute(db)).rows
}

export interface SchoolFigures extends Counted {
  uai: string | null
  name: string | null
  town: string | null
  postcode: string | null
  /** Since when the oldest request that waits there does: never before the first day of the campaign. */
  waiting_since: Date | null
  /** From sending to validation, for half of them at most; null when none is validated. */
  median_hours: number | null
}

/** What the list of schools may be sorted by: all of it is computed for each. */
export const SCHOOL_ORDERS = {
  etablissement: ['name', 'uai'],
  ville: ['town', 'name', 'uai'],
  attente: ['waiting_since is null', 'waiting_since', 'waiting', 'uai'],
  validees: ['validated', 'uai'],
  accorde: ['granted_cents', 'uai'],
  depense: ['spent_cents', 'uai'],
} as const

/** Each school that a request was sent to, and those elsewhere together: what was asked, validated, given and spent. */
export const figuresBySchool = async (db: Reader, campaignId: number, order: Order) => {
  const kept = sql`
    select s.* from kept_figures k, jsonb_to_recordset(k.by_school) s (uai text, name text, town text, postcode text, sent bigint, validated bigint,
      waiting bigint, waiting_since timestamptz, median_hours float8, holders bigint, users bigint, granted_cents bigint, spent_cents bigint,
      aids bigint, aid_cents bigint)
    where k.campaign_id = ${campaignId}`
  const from = (await countedAt(db, campaignId)) ? kept : countedBySchool(campaignId)
  return (await sql<SchoolFigures>`select * from (${from}) schools order by ${inOrder(order)}`.execute(db)).rows
}

export interface MonthFigures {
  month: Day
  sent: number
  validated: number
  cards: number
  opposed: number
  spent_cents: number
  aids: number
  aid_cents: number
}

/** What happened each month of a campaign. */
export const figuresByMonth = async (db: Reader, campaignId: number) => {
  const kept = sql`
    select m.* from kept_figures k, jsonb_to_recordset(k.by_month) m (month date, sent bigint, validated bigint, cards bigint, opposed bigint,
      spent_cents bigint, aids bigint, aid_cents bigint)
    where k.campaign_id = ${campaignId}`
  const from = (await countedAt(db, campaignId)) ? kept : countedByMonth(campaignId)
  return (await sql<MonthFigures>`select * from (${from}) months order by month`.execute(db)).rows
}

export interface PartnerShare {
  code: string
  name: string
  town: string
  payments: number
  spent_cents: number
  /** Of all partners, those that are not asked for too. */
  partners: number
  all_spent_cents: number
}

/** What each partner took of what was spent, the largest first: so many of them, or all. */
export const sharesOfPartners = async (db: Reader, campaignId: number, atMost: number | null) =>
  (
    await sql<PartnerShare>`
      select p.code, p.name, p.town, t.payments, t.taken_cents as spent_cents, t.partners, t.all_spent_cents
      from (
        select partner_id, payments, taken_cents, count(*) over () as partners, (sum(taken_cents) over ())::bigint as all_spent_cents
        from takings_by_partner
        where campaign_id = ${campaignId}
        order by taken_cents desc, partner_id
        limit ${atMost}
      ) t
      join partner_directory p on p.id = t.partner_id
      order by t.taken_cents desc, p.id`.execute(db)
  ).rows

export interface Money {
  granted_cents: number
  left_cents: number
  reserved_cents: number
  /** Given back to the Region when its wallets closed. */
  closed_cents: number
}

/** What the wallets of a campaign were granted and what they hold: from the sums of its journal. */
export async function moneyOf(db: Reader, campaignId: number): Promise<Money> {
  const { rows } = await sql<Money>`
    select coalesce(sum(case when l.kind in ('grant', 'credit') then l.amount_cents when l.kind = 'withdrawal' then -l.amount_cents end), 0)::bigint
        as granted_cents,
      coalesce(sum(l.amount_cents * e.to_available), 0)::bigint as left_cents, coalesce(sum(l.amount_cents * e.to_reserved), 0)::bigint as reserved_cents,
      coalesce(sum(l.amount_cents) filter (where l.kind = 'closing'), 0)::bigint as closed_cents
    from lines_by_kind l join effects_of_kinds e on e.kind = l.kind
    where l.campaign_id = ${campaignId}`.execute(db)
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
      select p.type_label as label, count(*) as partners, sum(t.payments)::bigint as payments, sum(t.taken_cents)::bigint as spent_cents
      from takings_by_partner t
      join partner_directory p on p.id = t.partner_id
      where t.campaign_id = ${campaignId}
      group by p.type_code, p.type_label
      order by spent_cents desc, p.type_label`.execute(db)
  ).rows
