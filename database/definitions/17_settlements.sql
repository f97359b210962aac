-- Room: money/settlements

-- What each partner took since its last settlement, refunds deducted: below zero when it gave back more than it took. `is_held`: the partner is
-- frozen, its dues wait.
create view partner_dues as
  select p.id as partner_id, coalesce(t.taken_cents, 0) as amount_cents, coalesce(t.lines, 0) as transactions, t.last_id as last_transaction_id,
    p.frozen_at is not null as is_held, t.since
  from partner_directory p
  left join takings_to_settle t on t.partner_id = p.id;
comment on column partner_dues.amount_cents is 'not null';
comment on column partner_dues.transactions is 'not null';
comment on column partner_dues.is_held is 'not null';

-- Those whose transfers are not all made, and when a second person let them out.
create view settlements_under_way as
  select id, prepared_at, released_at from settlements where paid_at is null;

-- Up to which line each settlement pays a partner, and how much: of which so much for lines that were held before. What is held is paid by the
-- settlement that takes it up, if there is one already.
create view settled_amounts as
  select settlement_id, partner_id, last_transaction_id, amount_cents, taken_up_cents, held_at, taken_up_in,
    case when held_at is null then settlement_id else taken_up_in end as paid_in, paid_at
  from settlement_lines;

-- Where each settlement is: `by_transfers`, its lines are paid one by one.
create view settlements_made as
  select id, prepared_at, released_at, paid_at, by_transfers from settlements;

-- Of each line of a settlement, the lines of the journal that it counts, and the settlement that pays them, if there is one already.
create view statements_of_partners as
  select l.partner_id, l.settlement_id as counted_in, l.last_transaction_id,
    coalesce((
      select max(b.last_transaction_id) from settlement_lines b where b.partner_id = l.partner_id and b.settlement_id < l.settlement_id
    ), 0) as after_transaction_id,
    l.paid_in as settlement_id, s.released_at, coalesce(p.paid_at, s.paid_at) as paid_at
  from settled_amounts l
  left join settlements s on s.id = l.paid_in
  left join settlement_lines p on p.settlement_id = l.paid_in and p.partner_id = l.partner_id;
comment on column statements_of_partners.after_transaction_id is 'not null';

-- Settles all that is due and summed, to each partner that is owed something and is not held. Answers the settlement, null when nothing is due.
-- A line that is not summed yet is of the next one. Runs with its owner's rights: the application's role may not write what it writes.
create or replace function settle_partners(p_at timestamptz, p_by bigint) returns integer
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  settlement integer;
  owed integer[];
begin
  -- Of two settlements at once, the second finds nothing due.
  perform hold_sums();
  owed := array(
    select d.partner_id from dues_summed d join partner_directory p on p.id = d.partner_id where d.taken_cents > 0 and p.frozen_at is null);
  if owed = '{}' then
    return null;
  end if;
  insert into settlements (prepared_at, prepared_by) values (p_at, p_by) returning id into settlement;
  insert into settlement_lines (settlement_id, partner_id, last_transaction_id, amount_cents, taken_up_cents)
    select settlement, d.partner_id,
      greatest(d.last_id, (select max(b.last_transaction_id) from settlement_lines b where b.partner_id = d.partner_id)), d.taken_cents,
      (
        select coalesce(sum(h.amount_cents - h.taken_up_cents), 0) from settlement_lines h
        where h.partner_id = d.partner_id and h.held_at is not null and h.taken_up_in is null
      )
    from take_dues(owed) d;
  update settlement_lines set taken_up_in = settlement
  where partner_id = any (owed) and held_at is not null and taken_up_in is null;
  return settlement;
end $$;

-- Holds the lines of the partners that are frozen now, of a settlement that is not let out yet: what they were to pay is due again. Answers how
-- many it holds. Runs with its owner's rights, as above.
create or replace function hold_frozen_lines(p_settlement_id integer, p_at timestamptz) returns integer
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  held integer[];
begin
  perform hold_sums();
  perform from settlements where id = p_settlement_id and released_at is null for update;
  if not found then
    raise exception 'settlement % is let out: its lines are no more held', p_settlement_id;
  end if;
  perform hold_partners(array(select l.partner_id from settlement_lines l where l.settlement_id = p_settlement_id));
  held := array(
    select l.partner_id from settlement_lines l join partner_directory p on p.id = l.partner_id
    where l.settlement_id = p_settlement_id and l.held_at is null and p.frozen_at is not null);

  perform give_dues_back(l.partner_id, sum(t.lines)::bigint, sum(l.amount_cents - l.taken_up_cents)::bigint, min(t.since), max(l.last_transaction_id))
  from settlement_lines l
  -- What the line paid of the journal, and the lines that it took up.
  cross join lateral (
    select count(*) as lines, min(t.at) as since from takings t
    where t.partner_id = l.partner_id and t.id <= l.last_transaction_id and t.id > coalesce((
      select max(b.last_transaction_id) from settlement_lines b
      where b.partner_id = l.partner_id and b.settlement_id < l.settlement_id), 0)
  ) t
  where p_settlement_id in (l.settlement_id, l.taken_up_in) and l.partner_id = any (held)
  group by l.partner_id;
  update settlement_lines set taken_up_in = null where taken_up_in = p_settlement_id and partner_id = any (held);
  update settlement_lines set held_at = p_at where settlement_id = p_settlement_id and partner_id = any (held);
  return cardinality(held);
end $$;

-- Says of lines of a settlement, which transfers pay, that they are paid since p_at; null: that they are not, after all. The settlement is paid once
-- each of its lines is, and is so no more when one is not. Runs with its owner's rights, as above.
create or replace function say_lines_paid(p_settlement_id integer, p_partner_ids integer[], p_at timestamptz, p_now timestamptz, p_by bigint)
returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform from settlements where id = p_settlement_id and by_transfers for update;
  if not found then
    raise exception 'settlement % is not paid by transfers', p_settlement_id;
  end if;
  update settlement_lines set paid_at = p_at
  where settlement_id = p_settlement_id and partner_id = any (p_partner_ids) and held_at is null;
  update settlements s set paid_at = case when whole then p_now end, paid_by = case when whole then p_by end
  from (
    select not exists (
      select from settlement_lines where settlement_id = p_settlement_id and held_at is null and paid_at is null) as whole
  ) w
  where s.id = p_settlement_id and (s.paid_at is not null) <> w.whole;
end $$;
