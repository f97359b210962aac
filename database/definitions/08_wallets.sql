-- Room: money/wallets

create view wallets_held as
  select w.id, w.beneficiary_id, w.campaign_id, w.kind, n.label, w.closes_on, w.granted_cents, w.balance_cents, w.reserved_cents
  from wallets w
  left join wallet_kinds n on n.code = w.kind;
comment on column wallets_held.label is 'not null';

create view kinds_of_wallet as
  select code, label from wallet_kinds;

-- What somebody can pay with, as a till sees it: never what a wallet holds.
create view wallets_at_till as
  select id, beneficiary_id, label, closes_on from wallets_held;

-- Until when a prepayment can be made of a wallet, and is good.
create view last_days_of_prepayments as
  select w.id as wallet_id, coalesce(w.prepayments_expire_on, c.prepayments_expire_on) as expires_on
  from wallets w
  join campaign_calendar c on c.id = w.campaign_id;
comment on column last_days_of_prepayments.expires_on is 'not null';

-- The journal, each line with whose wallet it is.
create view journal_lines as
  select t.id, t.request_id, t.kind, t.channel, t.wallet_id, w.beneficiary_id, w.campaign_id, t.partner_id, t.amount_cents,
    t.balance_after_cents, t.follows_id, t.at
  from transactions t
  left join wallets w on w.id = t.wallet_id;
comment on column journal_lines.beneficiary_id is 'not null';
comment on column journal_lines.campaign_id is 'not null';

-- What partners took, and gave back: `taken_cents` is below zero for a refund, `left_cents` is what can still be given back of a line.
create view takings as
  select j.*, case j.kind when 'refund' then -j.amount_cents else j.amount_cents end as taken_cents,
    j.amount_cents - coalesce((
      select sum(r.amount_cents)::bigint from transactions r where r.follows_id = j.id and r.kind = 'refund'), 0) as left_cents
  from journal_lines j
  where j.kind in ('payment', 'redemption', 'refund');
comment on column takings.partner_id is 'not null';
comment on column takings.taken_cents is 'not null';
comment on column takings.left_cents is 'not null';

-- The journal as an accountant reads it: two entries a transaction.
create view entries as
  select t.id as transaction_id, t.wallet_id, t.partner_id, k.debited as account, -t.amount_cents as amount_cents
  from transactions t join transaction_kinds k on k.code = t.kind
  union all
  select t.id, t.wallet_id, t.partner_id, k.credited, t.amount_cents
  from transactions t join transaction_kinds k on k.code = t.kind;
comment on column entries.transaction_id is 'not null';
comment on column entries.wallet_id is 'not null';
comment on column entries.account is 'not null';
comment on column entries.amount_cents is 'not null';

-- The one primitive that moves money, for every channel, in one round trip. Runs with its owner's rights: the
-- application's role may not write a balance or a line by itself.
--
-- Posted twice under one request id, it answers as it did the first time (already_made) and moves nothing.
-- Refusals: HD001 not enough, HD002 the same request id for something else, HD003 the wallet is closed,
-- HD004 more than what is left to give back, HD005 no such wallet or nothing to follow, HD006 the reservation has ended.
create or replace function post_transaction(
  p_request_id uuid, p_kind text, p_wallet_id bigint, p_amount_cents bigint, p_at timestamptz,
  p_partner_id integer default null, p_follows_id bigint default null, p_channel text default null, p_made_by bigint default null,
  out transaction_id bigint, out balance_after_cents bigint, out already_made boolean
)
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  to_available bigint;
  to_reserved bigint;
  wallet_closes_on date;
begin
  select * into transaction_id, balance_after_cents from posted_before(
    p_request_id, p_kind, p_wallet_id, p_amount_cents, p_partner_id, p_follows_id, p_channel);
  if transaction_id is not null then
    already_made := true;
    return;
  end if;

  select p_amount_cents * ((credited = 'available')::int - (debited = 'available')::int),
    p_amount_cents * ((credited = 'reserved')::int - (debited = 'reserved')::int)
  into strict to_available, to_reserved
  from transaction_kinds where code = p_kind;

  update wallets set
    balance_cents = balance_cents + to_available,
    reserved_cents = reserved_cents + to_reserved,
    granted_cents = granted_cents + case p_kind when 'grant' then p_amount_cents else 0 end
  where id = p_wallet_id and balance_cents + to_available >= 0 and reserved_cents + to_reserved >= 0
  returning balance_cents, closes_on into balance_after_cents, wallet_closes_on;

  if not found then
    -- The same request, posted by another connection while this one waited for the wallet, may be why there is not enough.
    select * into transaction_id, balance_after_cents from posted_before(
      p_request_id, p_kind, p_wallet_id, p_amount_cents, p_partner_id, p_follows_id, p_channel);
    if transaction_id is not null then
      already_made := true;
      return;
    end if;
    if not exists (select from wallets where id = p_wallet_id) then
      raise exception 'no wallet %', p_wallet_id using errcode = 'HD005';
    end if;
    if to_reserved < 0 then
      raise exception 'reservation % has ended', p_follows_id using errcode = 'HD006';
    end if;
    raise exception 'not enough in wallet %', p_wallet_id using errcode = 'HD001';
  end if;

  if p_kind in ('payment', 'reservation') and (p_at at time zone 'Europe/Paris')::date > wallet_closes_on then
    raise exception 'wallet % is closed', p_wallet_id using errcode = 'HD003';
  end if;

  if p_kind = 'refund' and p_amount_cents > (
    select t.amount_cents - coalesce((select sum(r.amount_cents) from transactions r where r.follows_id = t.id and r.kind = 'refund'), 0)
    from transactions t
    where t.id = p_follows_id and t.wallet_id = p_wallet_id and t.partner_id = p_partner_id and t.kind in ('payment', 'redemption')
  ) is not false then
    raise exception 'more than what is left of transaction %', p_follows_id using errcode = 'HD004';
  end if;

  if p_kind in ('redemption', 'cancellation', 'expiry') then
    if not exists (
      select from transactions t
      where t.id = p_follows_id and t.kind = 'reservation'
        and (t.wallet_id, t.partner_id, t.amount_cents) = (p_wallet_id, p_partner_id, p_amount_cents)
    ) then
      raise exception 'transaction % is no such reservation', p_follows_id using errcode = 'HD005';
    end if;
    if exists (select from transactions t where t.follows_id = p_follows_id and t.kind in ('redemption', 'cancellation', 'expiry')) then
      raise exception 'reservation % has ended', p_follows_id using errcode = 'HD006';
    end if;
  end if;

  insert into transactions (request_id, kind, wallet_id, partner_id, amount_cents, balance_after_cents, follows_id, channel, made_by, at)
  values (p_request_id, p_kind, p_wallet_id, p_partner_id, p_amount_cents, balance_after_cents, p_follows_id, p_channel, p_made_by, p_at)
  on conflict (request_id) do nothing
  returning id into transaction_id;

  already_made := transaction_id is null;
  if already_made then
    -- Lost a race against the same request: give back what was just taken, and answer as the winner did.
    update wallets set
      balance_cents = balance_cents - to_available,
      reserved_cents = reserved_cents - to_reserved,
      granted_cents = granted_cents - case p_kind when 'grant' then p_amount_cents else 0 end
    where id = p_wallet_id;
    select * into transaction_id, balance_after_cents from posted_before(
      p_request_id, p_kind, p_wallet_id, p_amount_cents, p_partner_id, p_follows_id, p_channel);
  end if;
end $$;

create or replace function posted_before(
  p_request_id uuid, p_kind text, p_wallet_id bigint, p_amount_cents bigint, p_partner_id integer, p_follows_id bigint, p_channel text,
  out transaction_id bigint, out balance_after_cents bigint
)
language plpgsql as $$
declare
  same boolean;
begin
  select t.id, t.balance_after_cents,
    (t.kind, t.wallet_id, t.amount_cents) = (p_kind, p_wallet_id, p_amount_cents)
      and (t.partner_id, t.follows_id, t.channel) is not distinct from (p_partner_id, p_follows_id, p_channel)
  into transaction_id, balance_after_cents, same
  from transactions t where t.request_id = p_request_id;
  if not same then
    raise exception 'request % was posted with other content', p_request_id using errcode = 'HD002';
  end if;
end $$;

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

-- Gives back all or part of a payment. To a wallet that has closed since, it is spendable for as many days as its campaign says; where it says
-- none, it goes back to the Region with the next round. What was left of before goes back first: it is not revived.
-- closed_on: the wallet's last day, when it was past. spendable_until: its last day now, when it is not.
create or replace function post_refund(
  p_request_id uuid, p_wallet_id bigint, p_amount_cents bigint, p_at timestamptz, p_partner_id integer, p_payment_id bigint, p_made_by bigint,
  out transaction_id bigint, out balance_after_cents bigint, out already_made boolean, out closed_on date, out spendable_until date
)
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  today constant date := (p_at at time zone 'Europe/Paris')::date;
  days integer;
begin
  select coalesce(w.first_closed_on, w.closes_on), c.refund_days into closed_on, days
  from wallets w join campaign_calendar c on c.id = w.campaign_id
  where w.id = p_wallet_id and coalesce(w.first_closed_on, w.closes_on) < today
  for update of w;

  if closed_on is not null and not exists (select from transactions where request_id = p_request_id) then
    perform close_wallets(p_wallet_id - 1, 1, p_at);
  end if;

  select posted.* into transaction_id, balance_after_cents, already_made
  from post_transaction(p_request_id, 'refund', p_wallet_id, p_amount_cents, p_at, p_partner_id, p_payment_id, null, p_made_by) posted;

  if closed_on is null then
    return;
  end if;
  if days > 0 and not already_made then
    update wallets set first_closed_on = closed_on, closes_on = greatest(closes_on, today + days) where id = p_wallet_id;
    -- The message of the refund says until when.
    insert into wallet_reminders (wallet_id, at) values (p_wallet_id, p_at) on conflict do nothing;
  end if;
  select w.closes_on into spendable_until from wallets w where w.id = p_wallet_id and w.closes_on >= today;
end $$;

-- Holds the journal still until the end of the transaction: a line that is being posted has its number already, and ends first.
create or replace function hold_journal() returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  lock table transactions in share row exclusive mode;
end $$;

-- Moves the last day of those of these wallets that are open, never to a day that is past: locked in their order, so that two moves never
-- wait for each other. Whoever was reminded of the former day is reminded of the new one; where that is near, the message of the move says it.
create or replace function move_wallets(p_wallet_ids bigint[], p_closes_on date, p_prepayments_expire_on date, p_at timestamptz)
returns table (wallet_id bigint, closed_on date, balance_cents bigint)
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  today constant date := (p_at at time zone 'Europe/Paris')::date;
  locked constant bigint[] := array(
    select w.id from wallets w where w.id = any (p_wallet_ids) and w.closes_on >= today and p_closes_on >= today
    order by w.id for no key update);
begin
  delete from wallet_reminders r where r.wallet_id = any (locked);
  insert into wallet_reminders (wallet_id, at)
    select w.id, p_at from wallets w join campaign_calendar c on c.id = w.campaign_id
    where w.id = any (locked) and p_closes_on - c.closing_reminder_days <= today;

  return query
    with before as (
      select w.id, w.closes_on from wallets w where w.id = any (locked)
    )
    update wallets w set closes_on = p_closes_on, prepayments_expire_on = p_prepayments_expire_on from before where w.id = before.id
    returning w.id, before.closes_on, w.balance_cents;
end $$;
