-- Room: money/settlements

-- What each partner took since its last settlement, refunds deducted: below zero when it gave back more than it took. `is_held`: the partner is
-- frozen, its dues wait.
create view partner_dues as
  select p.id as partner_id, coalesce(sum(t.taken_cents), 0)::bigint as amount_cents, count(t.id) as transactions, max(t.id) as last_transaction_id,
    p.frozen_at is not null as is_held,
    min(t.at) as since
  from partner_directory p
  left join takings t on t.partner_id = p.id
    and t.id > coalesce((select max(l.last_transaction_id) from settlement_lines l where l.partner_id = p.id), 0)
  group by p.id, p.frozen_at;
comment on column partner_dues.amount_cents is 'not null';
comment on column partner_dues.transactions is 'not null';
comment on column partner_dues.is_held is 'not null';

-- Those whose transfers are not all made, and when a second person let them out.
create view settlements_under_way as
  select id, prepared_at, released_at from settlements where paid_at is null;

-- Up to which line each settlement pays a partner, and how much.
create view settled_amounts as
  select settlement_id, partner_id, last_transaction_id, amount_cents from settlement_lines;

-- Settles all that is due, to each partner that is owed something and is not held. Answers the settlement, null when nothing is due.
-- Runs with its owner's rights: the application's role may not hold the journal still.
create or replace function settle_partners(p_at timestamptz, p_by bigint) returns integer
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  settlement integer;
begin
  -- Or a settlement would pass for ever over a payment that is being posted. Of two settlements at once, the second finds nothing due.
  perform hold_journal();
  if not exists (select from partner_dues where amount_cents > 0 and not is_held) then
    return null;
  end if;
  insert into settlements (prepared_at, prepared_by) values (p_at, p_by) returning id into settlement;
  insert into settlement_lines (settlement_id, partner_id, last_transaction_id, amount_cents)
    select settlement, partner_id, last_transaction_id, amount_cents from partner_dues where amount_cents > 0 and not is_held;
  return settlement;
end $$;
