-- What each partner took since its last settlement, refunds deducted: below zero when it gave back more than it took.
create view partner_dues as
  select p.id as partner_id, coalesce(sum(case t.kind when 'refund' then -t.amount_cents else t.amount_cents end), 0)::bigint as amount_cents,
    count(t.id) as transactions, max(t.id) as last_transaction_id
  from partners p
  left join transactions t on t.partner_id = p.id and t.kind in ('payment', 'redemption', 'refund')
    and t.id > coalesce((select max(l.last_transaction_id) from settlement_lines l where l.partner_id = p.id), 0)
  group by p.id;

-- Settles all that is due, to each partner that is owed something. Answers the settlement, null when nothing is due.
-- Runs with its owner's rights: the application's role may not hold the journal still.
create or replace function settle_partners(p_at timestamptz, p_by bigint) returns integer
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  settlement integer;
begin
  -- A payment that is being posted has its number already: it must end first, or a settlement would pass over it for ever.
  -- Of two settlements at once, the second finds nothing due.
  lock table transactions in share row exclusive mode;
  if not exists (select from partner_dues where amount_cents > 0) then
    return null;
  end if;
  insert into settlements (prepared_at, prepared_by) values (p_at, p_by) returning id into settlement;
  insert into settlement_lines (settlement_id, partner_id, last_transaction_id, amount_cents)
    select settlement, partner_id, last_transaction_id, amount_cents from partner_dues where amount_cents > 0;
  return settlement;
end $$;
