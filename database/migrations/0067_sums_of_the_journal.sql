-- What the figures and the settlements need of the journal, so that neither reads all of it: each line is added once, in the order of the
-- numbers, up to one that is written down. What comes after it is few, and is added as it is read: database/definitions/09_sums.sql.

-- Kept as it happens, in the row that a posting writes anyway: what partners took of this wallet, and did not give back.
alter table wallets add column spent_cents bigint not null default 0;
update wallets w set spent_cents = t.spent_cents
from (
  select wallet_id, sum(case when kind in ('payment', 'redemption') then amount_cents else -amount_cents end) as spent_cents
  from transactions where kind in ('payment', 'redemption', 'refund', 'reversal')
  group by wallet_id
) t
where t.wallet_id = w.id and t.spent_cents <> 0;

-- Up to which line all is summed: one row.
create table summing (
  up_to_id bigint not null,
  is_one boolean primary key default true,
  constraint there_is_one_row check (is_one)
);

-- Half of each page of these is left free: their rows are written again twice a minute.
create table sums_by_kind (
  campaign_id integer not null references campaigns,
  day date not null,
  kind text not null,
  lines bigint not null,
  amount_cents bigint not null,
  -- The first of these lines: what is asked of the last days is looked for from there on.
  first_id bigint not null,
  primary key (campaign_id, day, kind)
) with (fillfactor = 50);

-- What partners took, less what they gave back: of a day, and of a campaign. Lines of a day stand between its first and its last.
create table sums_by_day (
  partner_id integer not null references partners,
  day date not null,
  campaign_id integer not null references campaigns,
  lines bigint not null,
  payments bigint not null,
  taken_cents bigint not null,
  first_id bigint not null,
  last_id bigint not null,
  primary key (partner_id, day, campaign_id)
);
create table sums_by_partner (
  campaign_id integer not null references campaigns,
  partner_id integer not null references partners,
  payments bigint not null,
  taken_cents bigint not null,
  primary key (campaign_id, partner_id)
) with (fillfactor = 50);

-- What each partner took since its last settlement, which takes the row away.
create table sums_to_settle (
  partner_id integer primary key references partners,
  lines bigint not null,
  taken_cents bigint not null,
  since timestamptz not null,
  last_id bigint not null
) with (fillfactor = 50);

-- The lines that there are already. Nobody posts while a migration runs.
create temporary table counted on commit drop as
  select w.campaign_id, case when t.kind in ('payment', 'redemption', 'refund', 'reversal') then t.partner_id end as partner_id,
    (t.at at time zone 'Europe/Paris')::date as day, t.kind, count(*) as lines, sum(t.amount_cents) as amount_cents,
    case when t.kind in ('refund', 'reversal') then -1 else 1 end * sum(t.amount_cents) as taken_cents,
    count(*) filter (where t.kind in ('payment', 'redemption')) as payments, min(t.id) as first_id, max(t.id) as last_id
  from transactions t join wallets w on w.id = t.wallet_id
  group by 1, 2, 3, 4;
insert into sums_by_kind
  select campaign_id, day, kind, sum(lines), sum(amount_cents), min(first_id) from counted group by campaign_id, day, kind;
insert into sums_by_day
  select partner_id, day, campaign_id, sum(lines), sum(payments), sum(taken_cents), min(first_id), max(last_id)
  from counted where partner_id is not null group by partner_id, day, campaign_id;
insert into sums_by_partner
  select campaign_id, partner_id, sum(payments), sum(taken_cents) from sums_by_day group by campaign_id, partner_id;
insert into sums_to_settle
  select t.partner_id, count(*), sum(case when t.kind in ('payment', 'redemption') then t.amount_cents else -t.amount_cents end),
    min(t.at), max(t.id)
  from transactions t
  left join (select partner_id, max(last_transaction_id) as last_id from settlement_lines group by partner_id) l on l.partner_id = t.partner_id
  where t.kind in ('payment', 'redemption', 'refund', 'reversal') and t.id > coalesce(l.last_id, 0)
  group by t.partner_id;
insert into summing (up_to_id) select coalesce(max(id), 0) from transactions;

-- A settlement takes what is summed: it holds nothing still any more.
drop function if exists hold_journal();

-- The figures of a campaign that count all of its requests and people: made anew every few minutes, and read as they were then.
create table kept_figures (
  campaign_id integer primary key references campaigns,
  counted_at timestamptz not null,
  by_school jsonb not null,
  by_day jsonb not null,
  by_month jsonb not null
);
