-- Sessions that are too old, whenever they were last seen.
create index sessions_by_opening on sessions (created_at);

-- What is given once to a person is given once, also to whoever closes their account and comes back: a mark of their name and birth date,
-- made with a key that the database does not hold. It stays on a closed row as long as there is something to compare, and not longer.
alter table beneficiaries add column fingerprint bytea;
create index closed_beneficiaries_by_fingerprint on beneficiaries (fingerprint) where closed_at is not null and fingerprint is not null;

-- Whether the person had a wallet of that campaign with an account that they closed.
create function was_given_before(p_beneficiary_id bigint, p_campaign_id integer) returns boolean
language sql stable as $$
  select exists (
    select from beneficiaries person
    join beneficiaries former on former.fingerprint = person.fingerprint and former.closed_at is not null and former.id <> person.id
    join wallets w on w.beneficiary_id = former.id and w.campaign_id = p_campaign_id
    where person.id = p_beneficiary_id)
$$;

-- The validated applications that give something, and to whom: nobody who has closed their account, nobody for the second time.
create view applications_that_give as
  select a.id, a.beneficiary_id, a.campaign_id, b.wallet_kind, b.amount_cents
  from card_applications a
  join benefits b on b.campaign_id = a.campaign_id and b.rule = a.benefit_rule
  join beneficiaries person on person.id = a.beneficiary_id and person.closed_at is null
  where a.state = 'validated' and b.amount_cents > 0 and not exists (
    select from beneficiaries former
    join wallets w on w.beneficiary_id = former.id and w.campaign_id = a.campaign_id
    where former.fingerprint = person.fingerprint and former.closed_at is not null);

create or replace function credit_applications(p_campaign_id integer, p_application_ids bigint[], p_at timestamptz) returns bigint
language sql security definer set search_path = public, pg_temp as $$
  with opened as (
    insert into wallets (beneficiary_id, campaign_id, kind, closes_on, granted_cents, balance_cents)
    select a.beneficiary_id, a.campaign_id, a.wallet_kind, c.ends_on, a.amount_cents, a.amount_cents
    from applications_that_give a
    join campaigns c on c.id = a.campaign_id
    where a.campaign_id = p_campaign_id and (p_application_ids is null or a.id = any (p_application_ids))
    order by a.id
    on conflict on constraint one_wallet_of_a_kind_a_campaign do nothing
    returning id, balance_cents
  ), credited as (
    insert into transactions (request_id, kind, wallet_id, amount_cents, balance_after_cents, at)
    select gen_random_uuid(), 'grant', id, balance_cents, balance_cents, p_at from opened
    returning id
  )
  select count(*) from credited
$$;

-- Identity documents of applications that were never sent, or not again, are kept for a time from now on; those that wait here have a week.
update files f set delete_after = greatest((f.created_at at time zone 'Europe/Paris')::date + 30, current_date + 7)
  from card_applications a
  where a.identity_file_id = f.id and a.state in ('draft', 'returned') and f.delete_after is null;
