import { sql } from 'kysely'

/**
 * What counts all the requests and people of a campaign: seconds among 250,000 of them. A job does it every few minutes (`count-figures.ts`), pages
 * read what it kept.
 */

/** How many requests were sent each day, by the state that they are in now. */
export const countedByDay = (campaignId: number) => sql`
  select (submitted_at at time zone 'Europe/Paris')::date as day, state, count(*) as count
  from sent_applications
  where campaign_id = ${campaignId}
  group by 1, 2`

/** Each school that a request was sent to, and those elsewhere together: what was asked, validated, given and spent. */
export const countedBySchool = (campaignId: number) => sql`
  select s.uai, s.name, s.town, s.postcode, a.sent, a.validated, a.waiting, a.waiting_since, a.median_hours, a.holders, a.users,
    a.granted_cents, a.spent_cents, coalesce(h.aids, 0) as aids, coalesce(h.aid_cents, 0) as aid_cents
  from (
    select r.school_id, count(*) as sent, count(*) filter (where r.state = 'validated') as validated,
      count(*) filter (where r.state = 'submitted') as waiting,
      min(greatest(r.submitted_at, r.schools_begin_on::timestamp at time zone 'Europe/Paris')) filter (where r.state = 'submitted') as waiting_since,
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
  left join school_directory s on s.id = a.school_id`

const LAST_DAY_OF_CARDS = sql`greatest(c.ends_on, least(c.decisions_end_on, (
      select min(n.applications_open_on) - 1 from campaign_calendar n where n.applications_open_on > c.applications_open_on)))`

/**
 * What happened each month of a campaign. Cards have no campaign: those made from its opening to its last day, or to that of its decisions as
 * long as no other campaign has opened.
 */
export const countedByMonth = (campaignId: number) => sql`
  with happened (at, sent, validated, cards, opposed, spent_cents, aids, aid_cents) as (
    select submitted_at, 1, 0, 0, 0, 0, 0, 0 from sent_applications where campaign_id = ${campaignId}
    union all
    select decided_at, 0, 1, 0, 0, 0, 0, 0 from sent_applications where campaign_id = ${campaignId} and state = 'validated'
    union all
    select k.made_at, 0, 0, 1, 0, 0, 0, 0
    from cards_given k join campaign_calendar c on c.id = ${campaignId}
    where (k.made_at at time zone 'Europe/Paris')::date between c.applications_open_on and ${LAST_DAY_OF_CARDS}
    union all
    select k.opposed_at, 0, 0, 0, 1, 0, 0, 0
    from cards_given k join campaign_calendar c on c.id = ${campaignId}
    where (k.opposed_at at time zone 'Europe/Paris')::date between c.applications_open_on and ${LAST_DAY_OF_CARDS}
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
  group by 1`
