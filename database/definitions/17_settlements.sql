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

-- Up to which line each settlement pays a partner, and how much.
create view settled_amounts as
  select settlement_id, partner_id, last_transaction_id, amount_cents from settlement_lines;

-- What each settlement pays a partner, its lines up to which one, and where it is. A line of the journal is in the first that goes as far.
create view statements_of_partners as
  select l.settlement_id, l.partner_id, l.last_transaction_id, l.amount_cents, s.prepared_at, s.released_at, s.paid_at
  from settlement_lines l
  left join settlements s on s.id = l.settlement_id;
comment on column statements_of_partners.prepared_at is 'not null';

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
  insert into settlement_lines (settlement_id, partner_id, last_transaction_id, amount_cents)
    select settlement, d.partner_id, d.last_id, d.taken_cents from take_dues(owed) d;
  return settlement;
end $$;
