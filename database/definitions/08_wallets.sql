-- Room: money/wallets

create view wallets_held as
  select w.id, w.beneficiary_id, w.campaign_id, w.kind, n.label, w.closes_on, w.granted_cents, w.balance_cents, w.reserved_cents,
    w.spent_cents, w.frozen_at, w.withdrawn_at
  from wallets w
  left join wallet_kinds n on n.code = w.kind;
comment on column wallets_held.label is 'not null';

create view kinds_of_wallet as
  select code, label from wallet_kinds;

-- What somebody can pay with, as a till sees it: never what a wallet holds.
create view wallets_at_till as
  select id, beneficiary_id, label, closes_on, frozen_at is not null as is_frozen from wallets_held;
comment on column wallets_at_till.is_frozen is 'not null';

-- Until when a prepayment can be made of a wallet, and is good.
create view last_days_of_prepayments as
  select w.id as wallet_id, coalesce(w.prepayments_expire_on, c.prepayments_expire_on) as expires_on
  from wallets w
  join campaign_calendar c on c.id = w.campaign_id;
comment on column last_days_of_prepayments.expires_on is 'not null';

-- What each kind of line does to what a wallet can spend, and to what it has set aside.
create view effects_of_kinds as
  select code as kind, (credited = 'available')::integer - (debited = 'available')::integer as to_available,
    (credited = 'reserved')::integer - (debited = 'reserved')::integer as to_reserved
  from transaction_kinds;
comment on column effects_of_kinds.to_available is 'not null';
comment on column effects_of_kinds.to_reserved is 'not null';

-- The journal, each line with whose wallet it is.
create view journal_lines as
  select t.id, t.request_id, t.kind, t.channel, t.wallet_id, w.beneficiary_id, w.campaign_id, t.partner_id, t.amount_cents,
    t.balance_after_cents, t.follows_id, t.at, t.made_by, t.reference, t.assent
  from transactions t
  left join wallets w on w.id = t.wallet_id;
comment on column journal_lines.beneficiary_id is 'not null';
comment on column journal_lines.campaign_id is 'not null';

-- How far the numbers of the journal go.
create view last_line as
  select coalesce(max(id), 0) as id from transactions;
comment on column last_line.id is 'not null';

-- What partners took, and gave back: `taken_cents` is below zero for what came back from them, `left_cents` is what can still be given back of a
-- line, by its partner or, cancelled for fraud, by the Region.
create view takings as
  select j.*, case when j.kind in ('refund', 'reversal') then -j.amount_cents else j.amount_cents end as taken_cents,
    j.amount_cents - coalesce((
      select sum(r.amount_cents)::bigint from transactions r
      where r.follows_id = j.id and r.kind in ('refund', 'reversal', 'compensation')), 0) as left_cents
  from journal_lines j
  where j.kind in ('payment', 'redemption', 'refund', 'reversal');
comment on column takings.partner_id is 'not null';
comment on column takings.taken_cents is 'not null';
comment on column takings.left_cents is 'not null';

-- The same in short, of which many are summed: all of it stands in the index transactions_of_a_partner. Joined with wallets, as above, no index is enough,
-- and each line is fetched by itself.
create view takings_in_short as
  select id, kind, channel, partner_id, amount_cents, at,
    case when kind in ('refund', 'reversal') then -amount_cents else amount_cents end as taken_cents
  from transactions
  where kind in ('payment', 'redemption', 'refund', 'reversal');
comment on column takings_in_short.partner_id is 'not null';
comment on column takings_in_short.taken_cents is 'not null';

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

-- Each line as its seal knows it: see the room money/seals. Of a column that comes later, only what is not null counts.
create view transactions_to_seal as
  select id, jsonb_strip_nulls(to_jsonb(t))::text as content from transactions t;
comment on column transactions_to_seal.content is 'not null';

-- The one primitive that moves money, for every channel, in one round trip. Runs with its owner's rights: the
-- application's role may not write a balance or a line by itself.
--
-- Posted twice under one request id, it answers as it did the first time (already_made) and moves nothing.
-- Refusals: HD001 not enough, HD002 the same request id for something else, HD003 the wallet is closed,
-- HD004 more than what is left to give back, HD005 no such wallet or nothing to follow, HD006 the reservation has ended,
-- HD007 the wallet is frozen, HD008 the partner is.
create or replace function post_transaction(
  p_request_id uuid, p_kind text, p_wallet_id bigint, p_amount_cents bigint, p_at timestamptz,
  p_partner_id integer default null, p_follows_id bigint default null, p_channel text default null, p_made_by bigint default null,
  p_reference text default null, p_assent text default null,
  out transaction_id bigint, out balance_after_cents bigint, out already_made boolean
)
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  to_available bigint;
  to_reserved bigint;
  wallet_closes_on date;
  wallet_frozen_at timestamptz;
  partner_frozen_at timestamptz;
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
    granted_cents = granted_cents
      + case when p_kind in ('grant', 'credit') then p_amount_cents when p_kind = 'withdrawal' then -p_amount_cents else 0 end,
    spent_cents = spent_cents
      + case when p_kind in ('payment', 'redemption') then p_amount_cents when p_kind in ('refund', 'reversal') then -p_amount_cents else 0 end
  where id = p_wallet_id and balance_cents + to_available >= 0 and reserved_cents + to_reserved >= 0
  returning balance_cents, closes_on, frozen_at, (select p.frozen_at from partner_directory p where p.id = p_partner_id)
  into balance_after_cents, wallet_closes_on, wallet_frozen_at, partner_frozen_at;

  if not found then
    -- The same request, posted by another connection while this one waited for the wallet, may be why there is not enough.
    select * into transaction_id, balance_after_cents from posted_before(
      p_request_id, p_kind, p_wallet_id, p_amount_cents, p_partner_id, p_follows_id, p_channel);
    if transaction_id is not null then
      already_made := true;
      return;
    end if;
    select w.frozen_at into wallet_frozen_at from wallets w where w.id = p_wallet_id;
    if not found then
      raise exception 'no wallet %', p_wallet_id using errcode = 'HD005';
    end if;
    if wallet_frozen_at is null or p_kind not in ('payment', 'reservation', 'redemption', 'expiry') then
      if to_reserved < 0 then
        raise exception 'reservation % has ended', p_follows_id using errcode = 'HD006';
      end if;
      raise exception 'not enough in wallet %', p_wallet_id using errcode = 'HD001';
    end if;
  end if;

  -- What is frozen pays nothing and loses nothing. Money may come back to it.
  if wallet_frozen_at is not null and p_kind in ('payment', 'reservation', 'redemption', 'expiry') then
    raise exception 'wallet % is frozen', p_wallet_id using errcode = 'HD007';
  end if;
  if partner_frozen_at is not null and p_kind in ('payment', 'reservation', 'redemption') then
    raise exception 'partner % is frozen', p_partner_id using errcode = 'HD008';
  end if;

  if p_kind in ('payment', 'reservation', 'credit') and (p_at at time zone 'Europe/Paris')::date > wallet_closes_on then
    raise exception 'wallet % is closed', p_wallet_id using errcode = 'HD003';
  end if;

  if p_kind in ('refund', 'reversal', 'compensation') and p_amount_cents > (
    select t.amount_cents - coalesce((
      select sum(r.amount_cents) from transactions r
      where r.follows_id = t.id and r.kind in ('refund', 'reversal', 'compensation')), 0)
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

  insert into transactions (request_id, kind, wallet_id, partner_id, amount_cents, balance_after_cents, follows_id, channel, made_by, at,
    reference, assent)
  values (p_request_id, p_kind, p_wallet_id, p_partner_id, p_amount_cents, balance_after_cents, p_follows_id, p_channel, p_made_by, p_at,
    p_reference, p_assent)
  on conflict (request_id) do nothing
  returning id into transaction_id;

  already_made := transaction_id is null;
  if already_made then
    -- Lost a race against the same request: give back what was just taken, and answer as the winner did.
    update wallets set
      balance_cents = balance_cents - to_available,
      reserved_cents = reserved_cents - to_reserved,
      granted_cents = granted_cents
        - case when p_kind in ('grant', 'credit') then p_amount_cents when p_kind = 'withdrawal' then -p_amount_cents else 0 end,
      spent_cents = spent_cents
        - case when p_kind in ('payment', 'redemption') then p_amount_cents when p_kind in ('refund', 'reversal') then -p_amount_cents else 0 end
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

-- Gives back to the Region what is left in the closed wallets, among the p_limit ones after p_after_id. One that is frozen waits, unless its
-- owner has closed their account: nobody thaws it any more. Answers the last that it looked at, null when there was none.
create or replace function close_wallets(p_after_id bigint, p_limit integer, p_at timestamptz) returns bigint
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  today constant date := (p_at at time zone 'Europe/Paris')::date;
  looked_at constant bigint[] := array(select id from wallets where id > p_after_id order by id limit p_limit);
  locked constant bigint[] := array(
    select id from wallets w
    where id = any (looked_at) and closes_on < today and balance_cents > 0
      and (frozen_at is null or exists (select from closed_accounts c where c.id = w.beneficiary_id))
    order by id for update);
begin
  -- A statement of its own, which sees what was given back while the locks were waited for.
  with held as (
    select id, balance_cents from wallets w
    where id = any (locked) and closes_on < today and balance_cents > 0
      and (frozen_at is null or exists (select from closed_accounts c where c.id = w.beneficiary_id))
  ), emptied as (
    update wallets w set balance_cents = w.balance_cents - held.balance_cents from held where w.id = held.id
    returning w.id, held.balance_cents
  )
  insert into transactions (request_id, kind, wallet_id, amount_cents, balance_after_cents, at)
  select gen_random_uuid(), 'closing', id, balance_cents, 0, p_at from emptied order by id;

  return (select max(id) from unnest(looked_at) as id);
end $$;

-- Gives back all or part of a payment: by its partner (refund), or cancelled for fraud (reversal, compensation). To a wallet that has closed since, it is spendable for as many days as its campaign says; where it says
-- none, it goes back to the Region with the next round. What was left of before goes back first: it is not revived.
-- closed_on: the wallet's last day, when it was past. spendable_until: its last day now, when it is not.
create or replace function post_refund(
  p_request_id uuid, p_wallet_id bigint, p_amount_cents bigint, p_at timestamptz, p_partner_id integer, p_payment_id bigint, p_made_by bigint,
  p_kind text default 'refund',
  out transaction_id bigint, out balance_after_cents bigint, out already_made boolean, out closed_on date, out spendable_until date
)
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  today constant date := (p_at at time zone 'Europe/Paris')::date;
  days integer;
begin
  select coalesce(w.first_closed_on, w.closes_on), c.refund_days into closed_on, days
  from wallets w join campaign_calendar c on c.id = w.campaign_id
  where w.id = p_wallet_id
    -- One that is frozen closes no more than when it was.
    and coalesce(w.first_closed_on, w.closes_on) < least(today, (w.frozen_at at time zone 'Europe/Paris')::date)
  for update of w;

  if closed_on is not null and not exists (select from transactions where request_id = p_request_id) then
    perform close_wallets(p_wallet_id - 1, 1, p_at);
  end if;

  select posted.* into transaction_id, balance_after_cents, already_made
  from post_transaction(p_request_id, p_kind, p_wallet_id, p_amount_cents, p_at, p_partner_id, p_payment_id, null, p_made_by) posted;

  if not already_made then
    balance_after_cents := balance_after_cents - repay_debts(p_wallet_id, p_amount_cents, p_at);
  end if;

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

-- Freezes wallets: nothing pays from them, and nothing leaves them. Since the first day, where one is frozen already.
create or replace function freeze_wallets(p_wallet_ids bigint[], p_at timestamptz) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  locked constant bigint[] := array(select id from wallets where id = any (p_wallet_ids) order by id for update);
begin
  update wallets set frozen_at = p_at where id = any (locked) and frozen_at is null;
end $$;

-- Thaws those of the wallets that no freeze holds any more, of themselves or of their owner: they get back the days that they were held,
-- unless they had closed before.
create or replace function thaw_wallets(p_wallet_ids bigint[], p_at timestamptz)
returns table (wallet_id bigint, frozen_on date, days_back integer, last_day date)
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  today constant date := (p_at at time zone 'Europe/Paris')::date;
  locked constant bigint[] := array(select id from wallets where id = any (p_wallet_ids) order by id for update);
begin
  return query
  with held as (
    select w.id, (w.frozen_at at time zone 'Europe/Paris')::date as since, p.expires_on
    from wallets w
    join last_days_of_prepayments p on p.wallet_id = w.id
    where w.id = any (locked) and w.frozen_at is not null
      and not exists (select from live_freezes f where f.wallet_id = w.id)
      and not exists (select from live_freezes f where f.beneficiary_id = w.beneficiary_id)
  )
  update wallets w
  set frozen_at = null, closes_on = case when w.closes_on >= held.since then w.closes_on + (today - held.since) else w.closes_on end,
    prepayments_expire_on = case
      when held.expires_on >= held.since and today > held.since then held.expires_on + (today - held.since) else w.prepayments_expire_on end
  from held
  where w.id = held.id
  returning w.id, held.since, today - held.since, w.closes_on;
end $$;

-- What somebody owes still of each debt: nothing once it is waived.
create view debts_owed as
  select id, beneficiary_id, wallet_id, owed_cents, deducted_cents, case when waived_at is null then owed_cents - deducted_cents else 0 end as left_cents,
    at, waived_at, waived_asked_by, waived_by, waived_reason
  from debts;
comment on column debts_owed.left_cents is 'not null';

-- Takes back what wallets were granted: what is left goes back to the Region, what was spent is owed. Nothing may be set aside any more (HD009).
-- One that is withdrawn already stays as it is.
create or replace function withdraw_wallets(p_wallet_ids bigint[], p_at timestamptz, p_made_by bigint)
returns table (wallet_id bigint, beneficiary_id bigint, campaign_id integer, given_back_cents bigint, owed_cents bigint)
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  held record;
  owed bigint;
begin
  for held in
    select w.id, w.beneficiary_id, w.campaign_id, w.balance_cents, w.reserved_cents from wallets w
    where w.id = any (p_wallet_ids) and w.withdrawn_at is null
    order by w.id
    for update
  loop
    if held.reserved_cents > 0 then
      raise exception 'wallet % has something set aside', held.id using errcode = 'HD009';
    end if;
    if held.balance_cents > 0 then
      perform post_transaction(gen_random_uuid(), 'withdrawal', held.id, held.balance_cents, p_at, p_made_by => p_made_by);
    end if;
    -- What the Region gave of it and did not get back, less what is owed since another time.
    select coalesce(sum(case when t.kind in ('grant', 'credit') then t.amount_cents else -t.amount_cents end), 0)
      - (select coalesce(sum(d.owed_cents), 0) from debts d where d.wallet_id = held.id)
    into owed
    from transactions t
    where t.wallet_id = held.id and t.kind in ('grant', 'credit', 'debit', 'withdrawal', 'closing');
    if owed > 0 then
      insert into debts (beneficiary_id, wallet_id, owed_cents, at) values (held.beneficiary_id, held.id, owed, p_at);
    end if;
    update wallets w set withdrawn_at = p_at where w.id = held.id;
    return query select held.id, held.beneficiary_id, held.campaign_id, held.balance_cents, greatest(owed, 0);
  end loop;
end $$;

-- Deducts from what wallets were just granted what their owners owe, the oldest debt first.
create or replace function deduct_debts(p_wallet_ids bigint[], p_at timestamptz) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  debt record;
  available bigint;
  taken bigint;
begin
  for debt in
    select d.id, w.id as wallet_id, d.owed_cents - d.deducted_cents as left_cents
    from debts d join wallets w on w.beneficiary_id = d.beneficiary_id
    where w.id = any (p_wallet_ids) and d.waived_at is null and d.owed_cents > d.deducted_cents
    order by d.id
    for update of d
  loop
    select w.balance_cents into strict available from wallets w where w.id = debt.wallet_id;
    taken := least(debt.left_cents, available);
    if taken > 0 then
      perform post_transaction(gen_random_uuid(), 'deduction', debt.wallet_id, taken, p_at);
      update debts d set deducted_cents = d.deducted_cents + taken where d.id = debt.id;
    end if;
  end loop;
end $$;

-- What comes back of what was spent of a grant that is taken back pays what is owed of it, and what was waived of it after that: nobody spends
-- it a second time. Answers how much it paid.
create or replace function repay_debts(p_wallet_id bigint, p_amount_cents bigint, p_at timestamptz) returns bigint
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  debt record;
  taken bigint;
  repaid bigint := 0;
begin
  if not exists (select from wallets w where w.id = p_wallet_id and w.withdrawn_at is not null) then
    return 0;
  end if;
  for debt in
    select d.id, d.owed_cents - d.deducted_cents as left_cents
    from debts d
    where d.wallet_id = p_wallet_id and d.owed_cents > d.deducted_cents
    order by d.waived_at is not null, d.id
    for update
  loop
    taken := least(debt.left_cents, p_amount_cents - repaid);
    if taken > 0 then
      perform post_transaction(gen_random_uuid(), 'deduction', p_wallet_id, taken, p_at);
      update debts d set deducted_cents = d.deducted_cents + taken where d.id = debt.id;
      repaid := repaid + taken;
    end if;
  end loop;
  return repaid;
end $$;

-- Moves the last day of those of these wallets that are open, never to a day that is past: locked in their order, so that two moves never
-- wait for each other. One that was open when it was frozen still is, whatever day has passed: it gets its days back once it is thawed. Whoever was reminded of the former day is reminded of the new one; where that is near, the message of the move says it.
create or replace function move_wallets(p_wallet_ids bigint[], p_closes_on date, p_prepayments_expire_on date, p_at timestamptz)
returns table (wallet_id bigint, closed_on date, balance_cents bigint)
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  today constant date := (p_at at time zone 'Europe/Paris')::date;
  locked constant bigint[] := array(
    select w.id from wallets w
    where w.id = any (p_wallet_ids) and w.closes_on >= least(today, (w.frozen_at at time zone 'Europe/Paris')::date) and p_closes_on >= today
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
