import { type RawBuilder, sql } from 'kysely'
import { FILE_READINGS } from '../../desks/vigilance/index.ts'
import type { KindCode } from './vigilance.ts'

type Look = (now: Date) => RawBuilder<unknown>

const before = (now: Date, interval: string) => sql`${now}::timestamptz - ${sql.lit(interval)}::interval`

/** Of the lines of the journal: from the first one of the day before on, so that it is not read from its beginning. */
const sinceYesterday = (now: Date) => sql`at > ${before(now, '1 day')} and id <= (select id from last_line)
  and id >= (select min(first_id) from lines_by_kind where day >= ((${before(now, '1 day')}) at time zone 'Europe/Paris')::date)`

/** What the platform counted of this hour and of the one before, by network. */
const refusals =
  (kind: KindCode): Look =>
  (now) =>
    sql`
    select about, sum(times) as times, max(last_at) as at, null::bigint as staff_id, null::bigint as beneficiary_id, null::integer as partner_id
    from notices_by_hour
    where kind = ${kind} and hour >= date_trunc('hour', ${before(now, '1 hour')})
    group by about`

const readings =
  (names: readonly string[]): Look =>
  (now) =>
    sql`
    select 'staff ' || staff_id as about, count(distinct beneficiary_id) as times, max(at) as at, staff_id,
      null::bigint as beneficiary_id, null::integer as partner_id
    from facts_of_staff
    where fact = any (${names}::text[]) and at > ${before(now, '10 minutes')}
    group by staff_id`

/** How each kind is looked for: one statement that answers what it is about, how many times, and when last. */
export const LOOKS: Record<KindCode, Look> = {
  'files-opened': readings(FILE_READINGS),
  'requests-opened': readings(['card-application.read', 'aid-request.read', 'contract-change.read']),
  'people-exported': (now) => sql`
    select 'staff ' || staff_id || ' ' || fact || ' ' || extract(epoch from at) as about, sum(coalesce((details ->> 'people')::integer, 1)) as times, at, staff_id,
      null::bigint as beneficiary_id, null::integer as partner_id
    from facts_of_staff
    where fact in ('consents.downloaded', 'card-batch.downloaded', 'card-application.exported') and at > ${before(now, '2 hours')}
    group by staff_id, fact, at`,
  'refused-sign-ins': refusals('refused-sign-ins'),
  'lock-outs': refusals('lock-outs'),
  'forged-posts': refusals('forged-posts'),
  // Who asked is written « agent:12 », « beneficiary:34 »: see platform/http/app.tsx.
  'objects-of-others': (now) => sql`
    select about, times, at, case when who <> 'beneficiary' then id end as staff_id, case when who = 'beneficiary' then id end as beneficiary_id,
      null::integer as partner_id
    from (
      select about, sum(times) as times, max(last_at) as at, split_part(about, ':', 1) as who, split_part(about, ':', 2)::bigint as id
      from notices_by_hour
      where kind = 'objects-of-others' and hour >= date_trunc('hour', ${before(now, '1 hour')})
      group by about
    ) asked`,
  'accounts-alike': (now) => sql`
    select 'beneficiary ' || o.id as about, count(*) as times, o.created_at as at, null::bigint as staff_id, o.id as beneficiary_id,
      null::integer as partner_id
    from open_accounts o, lateral people_alike(o.id) a
    where o.created_at > ${before(now, '2 hours')} and not a.told_apart
    group by o.id, o.created_at`,
  'same-phone': () => sql`
    select 'beneficiary ' || min(id) as about, count(*) as times, max(created_at) as at, null::bigint as staff_id, min(id) as beneficiary_id,
      null::integer as partner_id
    from open_accounts
    where mobile_phone is not null
    group by mobile_phone
    having count(*) > 1`,
  // Somebody may share one photo with a friend, another with another: each is an alert, named by the first request that has it.
  'same-photo': () => sql`
    select 'photo of request ' || min(a.id) as about, count(distinct a.beneficiary_id) as times, max(a.submitted_at) as at,
      null::bigint as staff_id, min(a.beneficiary_id) as beneficiary_id, null::integer as partner_id
    from sent_applications a
    join stored_files f on f.id = a.photo_file_id
    where f.mark is not null
    group by f.mark
    having count(distinct a.beneficiary_id) > 1`,
  'same-account': () => sql`
    select 'account of aid request ' || min(id) as about, count(distinct beneficiary_id) as times, max(submitted_at) as at,
      null::bigint as staff_id, min(beneficiary_id) as beneficiary_id, null::integer as partner_id
    from sent_aid_requests
    where iban_mark is not null
    group by iban_mark
    having count(distinct beneficiary_id) > 1
    union all
    select 'account of shops ' || min(bank_account_id), count(distinct organisation_id), max(proposed_at), null, null, min(partner_id)
    from bank_accounts_of_partners
    where iban_mark is not null and state in ('proposed', 'agreed')
    group by iban_mark
    having count(distinct organisation_id) > 1`,
  'bank-account-changed': (now) => sql`
    select 'aid request ' || r.number as about, 1 as times, r.submitted_at as at, null::bigint as staff_id, r.beneficiary_id,
      null::integer as partner_id
    from sent_aid_requests r
    where r.submitted_at > ${before(now, '2 hours')} and exists (
      select from sent_aid_requests former
      where former.beneficiary_id = r.beneficiary_id and former.id < r.id and former.iban_last4 <> ''
        and (former.iban_first4, former.iban_last4, former.bank_holder) is distinct from (r.iban_first4, r.iban_last4, r.bank_holder))
    union all
    select 'bank account ' || b.bank_account_id, 1, min(b.proposed_at), null, null, min(b.partner_id)
    from bank_accounts_of_partners b
    where b.proposed_at > ${before(now, '2 hours')} and exists (
      select from bank_accounts_of_partners former where former.partner_id = b.partner_id and former.paid_since < b.proposed_at)
    group by b.bank_account_id`,
  'same-card-again': (now) => sql`
    select 'wallet ' || wallet_id || ' partner ' || partner_id as about, count(*) as times, max(at) as at, null::bigint as staff_id,
      min(beneficiary_id) as beneficiary_id, partner_id
    from takings
    where kind = 'payment' and ${sinceYesterday(now)}
    group by wallet_id, partner_id`,
  'round-sums-at-night': (now) => sql`
    select 'partner ' || partner_id as about, count(*) as times, max(at) as at, null::bigint as staff_id, null::bigint as beneficiary_id, partner_id
    from takings
    where kind = 'payment' and ${sinceYesterday(now)} and amount_cents % 1000 = 0
      and extract(hour from at at time zone 'Europe/Paris') not between 5 and 22
    group by partner_id`,
  // Also of one who goes from shop to shop.
  'identity-papers': (now) => sql`
    select 'staff ' || made_by as about, count(*) as times, max(at) as at, made_by as staff_id, null::bigint as beneficiary_id,
      max(partner_id) as partner_id
    from takings
    where kind = 'payment' and assent = 'identity-paper' and made_by is not null and ${sinceYesterday(now)}
    group by made_by`,
  // By the machine's time, as the clock itself goes.
  'decided-for-schools': (now) => sql`
    select 'staff ' || f.staff_id as about, count(*) as times, max(f.at) as at, f.staff_id, null::bigint as beneficiary_id, null::integer as partner_id
    from staff_at_work m
    join facts_of_staff f on f.staff_id = m.id and f.fact = 'card-application.validated' and f.at > ${before(now, '1 day')}
    join sent_applications a on a.id = (f.details ->> 'application_id')::bigint and a.school_id is not null
    where m.region_roles is not null
    group by f.staff_id`,
  'failed-jobs': () => sql`
    select name as about, 1 as times, hour as at, null::bigint as staff_id, null::bigint as beneficiary_id, null::integer as partner_id
    from jobs_not_done
    where hour < now() - interval '15 minutes'`,
  'messages-waiting': (now) => sql`
    select channel as about, count(*) as times, max(created_at) as at, null::bigint as staff_id, null::bigint as beneficiary_id,
      null::integer as partner_id
    from queued_messages
    where created_at < ${before(now, '30 minutes')}
    group by channel`,
}
