-- Room: money/sums

-- The lines that are not summed yet: those of the last half-minute. Its settings are its own: a plan that does not know the numbers takes them for many,
-- and would read all wallets to say whose they are.
create or replace function lines_since_sums()
returns table (id bigint, kind text, campaign_id integer, partner_id integer, amount_cents bigint, at timestamptz)
language sql stable rows 500
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
  select j.id, j.kind, j.campaign_id, j.partner_id, j.amount_cents, j.at
  from journal_lines j
  where j.id > (select up_to_id from summing) and j.id <= (select l.id from last_line l);
$$;

create view lines_not_summed as
  select j.id, j.kind, j.campaign_id, j.partner_id, j.amount_cents, j.at, (j.at at time zone 'Europe/Paris')::date as day,
    (j.kind in ('payment', 'redemption'))::integer as payments,
    case when j.kind in ('payment', 'redemption') then j.amount_cents when j.kind in ('refund', 'reversal') then -j.amount_cents end as taken_cents
  from lines_since_sums() j;
comment on column lines_not_summed.id is 'not null';
comment on column lines_not_summed.kind is 'not null';
comment on column lines_not_summed.campaign_id is 'not null';
comment on column lines_not_summed.amount_cents is 'not null';
comment on column lines_not_summed.at is 'not null';
comment on column lines_not_summed.day is 'not null';
comment on column lines_not_summed.payments is 'not null';

-- What follows is all of the journal: what is summed, and what is not yet.
create view lines_by_kind as
  select campaign_id, day, kind, sum(lines)::bigint as lines, sum(amount_cents)::bigint as amount_cents, min(first_id) as first_id
  from (
    select campaign_id, day, kind, lines, amount_cents, first_id from sums_by_kind
    union all
    select campaign_id, day, kind, 1, amount_cents, id from lines_not_summed
  ) s
  group by campaign_id, day, kind;
comment on column lines_by_kind.campaign_id is 'not null';
comment on column lines_by_kind.day is 'not null';
comment on column lines_by_kind.kind is 'not null';
comment on column lines_by_kind.lines is 'not null';
comment on column lines_by_kind.amount_cents is 'not null';
comment on column lines_by_kind.first_id is 'not null';

create view takings_by_day as
  select partner_id, day, campaign_id, sum(lines)::bigint as lines, sum(payments)::bigint as payments, sum(taken_cents)::bigint as taken_cents,
    min(first_id) as first_id, max(last_id) as last_id
  from (
    select partner_id, day, campaign_id, lines, payments, taken_cents, first_id, last_id from sums_by_day
    union all
    select partner_id, day, campaign_id, 1, payments, taken_cents, id, id from lines_not_summed where taken_cents is not null
  ) s
  group by partner_id, day, campaign_id;
comment on column takings_by_day.partner_id is 'not null';
comment on column takings_by_day.day is 'not null';
comment on column takings_by_day.campaign_id is 'not null';
comment on column takings_by_day.lines is 'not null';
comment on column takings_by_day.payments is 'not null';
comment on column takings_by_day.taken_cents is 'not null';
comment on column takings_by_day.first_id is 'not null';
comment on column takings_by_day.last_id is 'not null';

create view takings_by_partner as
  select campaign_id, partner_id, sum(payments)::bigint as payments, sum(taken_cents)::bigint as taken_cents
  from (
    select campaign_id, partner_id, payments, taken_cents from sums_by_partner
    union all
    select campaign_id, partner_id, payments, taken_cents from lines_not_summed where taken_cents is not null
  ) s
  group by campaign_id, partner_id;
comment on column takings_by_partner.campaign_id is 'not null';
comment on column takings_by_partner.partner_id is 'not null';
comment on column takings_by_partner.payments is 'not null';
comment on column takings_by_partner.taken_cents is 'not null';

-- What each partner took since its last settlement. No settlement goes further than what is summed: what is not, none has taken.
create view takings_to_settle as
  select partner_id, sum(lines)::bigint as lines, sum(taken_cents)::bigint as taken_cents, min(since) as since, max(last_id) as last_id
  from (
    select partner_id, lines, taken_cents, since, last_id from sums_to_settle
    union all
    select partner_id, 1, taken_cents, at, id from lines_not_summed where taken_cents is not null
  ) s
  group by partner_id;

comment on column takings_to_settle.partner_id is 'not null';
comment on column takings_to_settle.lines is 'not null';
comment on column takings_to_settle.taken_cents is 'not null';
comment on column takings_to_settle.since is 'not null';
comment on column takings_to_settle.last_id is 'not null';

-- Of it, what a settlement can take now.
create view dues_summed as
  select partner_id, taken_cents from sums_to_settle;

-- Adds to the sums the lines after the last one summed, p_at_most of them and none after p_up_to: up to there the journal must be whole, with no
-- line still to be seen. Answers the last one summed. Runs with its owner's rights: the application's role may not write a sum.
create or replace function sum_lines(p_up_to bigint, p_at_most integer) returns bigint
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  last_before bigint;
  newest bigint;
begin
  select s.up_to_id into strict last_before from summing s for update;
  select max(l.id) into newest
  from (select j.id from journal_lines j where j.id > last_before and j.id <= p_up_to order by j.id limit p_at_most) l;
  if newest is null then
    return last_before;
  end if;

  with counted as materialized (
    select j.campaign_id, case when j.kind in ('payment', 'redemption', 'refund', 'reversal') then j.partner_id end as partner_id,
      (j.at at time zone 'Europe/Paris')::date as day, j.kind, count(*) as lines, sum(j.amount_cents) as amount_cents,
      case when j.kind in ('refund', 'reversal') then -1 else 1 end * sum(j.amount_cents) as taken_cents,
      count(*) filter (where j.kind in ('payment', 'redemption')) as payments, min(j.at) as since, min(j.id) as first_id, max(j.id) as last_id
    from journal_lines j
    where j.id > last_before and j.id <= newest
    group by 1, 2, 3, 4
  ), kinds as (
    insert into sums_by_kind as s (campaign_id, day, kind, lines, amount_cents, first_id)
    select c.campaign_id, c.day, c.kind, sum(c.lines), sum(c.amount_cents), min(c.first_id) from counted c
    group by c.campaign_id, c.day, c.kind order by 1, 2, 3
    on conflict (campaign_id, day, kind) do update
    set lines = s.lines + excluded.lines, amount_cents = s.amount_cents + excluded.amount_cents, first_id = least(s.first_id, excluded.first_id)
  ), days as (
    insert into sums_by_day as s (partner_id, day, campaign_id, lines, payments, taken_cents, first_id, last_id)
    select c.partner_id, c.day, c.campaign_id, sum(c.lines), sum(c.payments), sum(c.taken_cents), min(c.first_id), max(c.last_id) from counted c
    where c.partner_id is not null group by c.partner_id, c.day, c.campaign_id order by 1, 2, 3
    on conflict (partner_id, day, campaign_id) do update
    set lines = s.lines + excluded.lines, payments = s.payments + excluded.payments, taken_cents = s.taken_cents + excluded.taken_cents,
      first_id = least(s.first_id, excluded.first_id), last_id = greatest(s.last_id, excluded.last_id)
  ), partners as (
    insert into sums_by_partner as s (campaign_id, partner_id, payments, taken_cents)
    select c.campaign_id, c.partner_id, sum(c.payments), sum(c.taken_cents) from counted c
    where c.partner_id is not null group by c.campaign_id, c.partner_id order by 1, 2
    on conflict (campaign_id, partner_id) do update
    set payments = s.payments + excluded.payments, taken_cents = s.taken_cents + excluded.taken_cents
  )
  insert into sums_to_settle as s (partner_id, lines, taken_cents, since, last_id)
  select c.partner_id, sum(c.lines), sum(c.taken_cents), min(c.since), max(c.last_id) from counted c
  where c.partner_id is not null group by c.partner_id order by 1
  on conflict (partner_id) do update
  set lines = s.lines + excluded.lines, taken_cents = s.taken_cents + excluded.taken_cents, since = least(s.since, excluded.since),
    last_id = greatest(s.last_id, excluded.last_id);

  update summing set up_to_id = newest;
  return newest;
end $$;

-- Keeps the sums as they are until the end of the transaction. Who posts does not wait for it.
create or replace function hold_sums() returns void
language sql security definer set search_path = public, pg_temp as $$
  select from summing for update;
$$;

-- Takes away what is to be settled of these partners: they begin again at nothing.
create or replace function take_dues(p_partner_ids integer[]) returns table (partner_id integer, taken_cents bigint, last_id bigint)
language sql security definer set search_path = public, pg_temp as $$
  delete from sums_to_settle s where s.partner_id = any (p_partner_ids) returning s.partner_id, s.taken_cents, s.last_id;
$$;

-- Puts back what is to be settled of a partner: a settlement had taken it, and does not pay it.
create or replace function give_dues_back(p_partner_id integer, p_lines bigint, p_taken_cents bigint, p_since timestamptz, p_last_id bigint)
returns void
language sql security definer set search_path = public, pg_temp as $$
  insert into sums_to_settle as s (partner_id, lines, taken_cents, since, last_id)
  values (p_partner_id, p_lines, p_taken_cents, p_since, p_last_id)
  on conflict (partner_id) do update
  set lines = s.lines + excluded.lines, taken_cents = s.taken_cents + excluded.taken_cents, since = least(s.since, excluded.since),
    last_id = greatest(s.last_id, excluded.last_id);
$$;
