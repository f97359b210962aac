import { sql } from 'kysely'
import type { Reader } from '../../../platform/database/index.ts'
import { inOrder } from '../../../platform/database/order.ts'
import type { Day } from '../../../platform/dates.ts'
import type { Order } from '../../../platform/forms/paging.ts'
import type { Counted, DayCount } from './figures.ts'

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
export const figuresBySchool = async (db: Reader, campaignId: number, order: Order) =>
  (
    await sql<SchoolFigures>`
      select s.uai, s.name, s.town, s.postcode, a.sent, a.validated, a.waiting, a.waiting_since, a.median_hours, a.holders, a.users,
        a.granted_cents, a.spent_cents, coalesce(h.aids, 0) as aids, coalesce(h.aid_cents, 0) as aid_cents
      from (
        select r.school_id, count(*) as sent, count(*) filter (where r.state = 'validated') as validated,
          count(*) filter (where r.state = 'submitted') as waiting,
          min(greatest(r.submitted_at, r.starts_on::timestamp at time zone 'Europe/Paris')) filter (where r.state = 'submitted') as waiting_since,
          percentile_cont(0.5) within group (order by extract(epoch from r.decided_at - r.submitted_at)::float8 / 3600)
            filter (where r.state = 'validated') as median_hours,
          count(w.granted_cents) as holders, count(*) filter (where w.spent_cents > 0) as users,
          coalesce(sum(w.granted_cents), 0)::bigint as granted_cents, coalesce(sum(w.spent_cents), 0)::bigint as spent_cents
        from sent_applications r
        left join (
          select beneficiary_id, sum(granted_cents)::bigint as granted_cents, sum(spent_cents)::bigint as spent_cents
          from wallets_held where campaign_id = ${campaignId} group by 1
        ) w on w.beneficiary_id = r.beneficiary_id
        where r.campaign_id = ${campaignId}
        group by r.school_id
      ) a
      left join (
        select school_id, count(*) as aids, sum(coalesce(transport_cents, 0) + coalesce(meals_cents, 0) + coalesce(lodging_cents, 0))::bigint as aid_cents
        from aid_requests_to_decide
        where campaign_id = ${campaignId} and state in ('accepted', 'in-payment', 'paid')
        group by school_id
      ) h on h.school_id is not distinct from a.school_id
      left join school_directory s on s.id = a.school_id
      order by ${inOrder(order)}`.execute(db)
  ).rows

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

/** What happened each month of a campaign. Cards have no campaign: those made from its opening to its last day. */
export const figuresByMonth = async (db: Reader, campaignId: number) =>
  (
    await sql<MonthFigures>`
      with happened (at, sent, validated, cards, opposed, spent_cents, aids, aid_cents) as (
        select submitted_at, 1, 0, 0, 0, 0, 0, 0 from sent_applications where campaign_id = ${campaignId}
        union all
        select decided_at, 0, 1, 0, 0, 0, 0, 0 from sent_applications where campaign_id = ${campaignId} and state = 'validated'
        union all
        select k.made_at, 0, 0, 1, 0, 0, 0, 0
        from cards_given k join campaign_calendar c on c.id = ${campaignId}
        where (k.made_at at time zone 'Europe/Paris')::date between c.applications_open_on and c.ends_on
        union all
        select k.opposed_at, 0, 0, 0, 1, 0, 0, 0
        from cards_given k join campaign_calendar c on c.id = ${campaignId}
        where (k.opposed_at at time zone 'Europe/Paris')::date between c.applications_open_on and c.ends_on
        union all
        select day::timestamp at time zone 'Europe/Paris', 0, 0, 0, 0, case when kind in ('refund', 'reversal') then -amount_cents else amount_cents end, 0, 0
        from lines_by_kind where campaign_id = ${campaignId} and kind in ('payment', 'redemption', 'refund', 'reversal')
        union all
        select decided_at, 0, 0, 0, 0, 0, 1, total_cents
        from aid_requests where campaign_id = ${campaignId} and state in ('accepted', 'in-payment', 'paid')
      )
      select date_trunc('month', at at time zone 'Europe/Paris')::date as month, sum(sent)::bigint as sent, sum(validated)::bigint as validated,
        sum(cards)::bigint as cards, sum(opposed)::bigint as opposed, sum(spent_cents)::bigint as spent_cents, sum(aids)::bigint as aids,
        sum(aid_cents)::bigint as aid_cents
      from happened
      where at is not null
      group by 1
      order by 1`.execute(db)
  ).rows

export interface PartnerShare {
  code: string
  name: string
  town: string
  payments: number
  spent_cents: number
}

/** What each partner took of what was spent, the largest first. */
export const sharesOfPartners = async (db: Reader, campaignId: number) =>
  (
    await sql<PartnerShare>`
      select p.code, p.name, p.town, t.payments, t.taken_cents as spent_cents
      from takings_by_partner t
      join partner_directory p on p.id = t.partner_id
      where t.campaign_id = ${campaignId}
      order by t.taken_cents desc, p.id`.execute(db)
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
        select coalesce(sum(l.amount_cents), 0)::bigint from lines_by_kind l
        where l.campaign_id = ${campaignId} and l.kind = 'closing'
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
      select p.type_label as label, count(*) as partners, sum(t.payments)::bigint as payments, sum(t.taken_cents)::bigint as spent_cents
      from takings_by_partner t
      join partner_directory p on p.id = t.partner_id
      where t.campaign_id = ${campaignId}
      group by p.type_code, p.type_label
      order by spent_cents desc, p.type_label`.execute(db)
  ).rows
