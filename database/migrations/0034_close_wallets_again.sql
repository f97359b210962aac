-- Gives back to the Region what is left in the closed wallets, among the p_limit ones after p_after_id.
-- Answers the last that it looked at, null when there was none.
create or replace function close_wallets(p_after_id bigint, p_limit integer, p_at timestamptz) returns bigint
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  today constant date := (p_at at time zone 'Europe/Paris')::date;
  looked_at constant bigint[] := array(select id from wallets where id > p_after_id order by id limit p_limit);
  locked constant bigint[] := array(
    select id from wallets where id = any (looked_at) and closes_on < today and balance_cents > 0 order by id for update);
begin
  -- A statement of its own, which sees what was given back while the locks were waited for.
  with held as (
    select id, balance_cents from wallets where id = any (locked) and closes_on < today and balance_cents > 0
  ), emptied as (
    update wallets w set balance_cents = w.balance_cents - held.balance_cents from held where w.id = held.id
    returning w.id, held.balance_cents
  )
  insert into transactions (request_id, kind, wallet_id, amount_cents, balance_after_cents, at)
  select gen_random_uuid(), 'closing', id, balance_cents, 0, p_at from emptied order by id;

  return (select max(id) from unnest(looked_at) as id);
end $$;
