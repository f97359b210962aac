-- Room: people/beneficiaries

-- Who people are, in the lists of a desk. A closed account stays there, and names nobody.
create view people as
  select id, civility, last_name, first_name, coalesce(latin_last_name, last_name) as printed_last_name,
    coalesce(latin_first_name, first_name) as printed_first_name, birth_date, search, closed_at is not null as is_closed
  from beneficiaries;
comment on column people.printed_last_name is 'not null';
comment on column people.printed_first_name is 'not null';
comment on column people.is_closed is 'not null';

-- A closed account is seen by nobody: no sign-in, no message, no search.
create view open_accounts as
  select id, civility, last_name, first_name, latin_last_name, latin_first_name, coalesce(latin_last_name, last_name) as printed_last_name,
    coalesce(latin_first_name, first_name) as printed_first_name, birth_date, email, fixed_phone, mobile_phone, address, notified_by,
    good_deals_consent_at, newsletters_consent_at, created_at, sign_in_blocked_at, search
  from beneficiaries
  where closed_at is null;
comment on column open_accounts.printed_last_name is 'not null';
comment on column open_accounts.printed_first_name is 'not null';

create view closed_accounts as
  select id from beneficiaries where closed_at is not null;

-- As little of somebody as a till needs to see, as their card says it.
create view people_at_till as
  select id, coalesce(latin_first_name, first_name) as first_name, left(coalesce(latin_last_name, last_name), 1) as initial from beneficiaries;
comment on column people_at_till.first_name is 'not null';
comment on column people_at_till.initial is 'not null';

-- The accounts that the same person closed before: what is given once to a person is given once. Closed under a key before today's, it is
-- compared under that one.
create view former_accounts as
  select person.id as beneficiary_id, person.closed_at is not null as is_closed, former.id as former_id
  from beneficiaries person
  join beneficiaries former on former.fingerprint = any (array_append(person.earlier_fingerprints, person.fingerprint))
    and former.closed_at is not null and former.id <> person.id;
comment on column former_accounts.is_closed is 'not null';

create view former_identities as
  select id, beneficiary_id, civility, last_name, first_name, latin_last_name, latin_first_name, birth_date, until from former_names;

-- Who may be the same person as somebody: the same birth date, a first and a last name that sound alike or differ by a letter, or that
-- changed places. `told_apart`: an agent said that they are two.
create or replace function people_alike(p_beneficiary_id bigint) returns table (beneficiary_id bigint, told_apart boolean)
language sql stable as $$
  with names as materialized (
    select b.id, b.namesake, b.search, (b.id = p_beneficiary_id) as is_one,
      name_keys(b.last_name || ' ' || coalesce(b.latin_last_name, '')) as last_keys,
      name_keys(b.first_name || ' ' || coalesce(b.latin_first_name, '')) as first_keys,
      searchable(b.last_name) as last_name, searchable(b.first_name) as first_name
    from beneficiaries one
    join beneficiaries b on b.birth_date = one.birth_date and name_keys(b.search) && name_keys(one.search)
    where one.id = p_beneficiary_id and one.closed_at is null and b.closed_at is null)
  select other.id, other.namesake <> one.namesake and (other.last_name, other.first_name) = (one.last_name, one.first_name)
  from names one
  join names other on not other.is_one
    and (other.last_keys && one.last_keys and other.first_keys && one.first_keys
      or other.last_keys && one.first_keys and other.first_keys && one.last_keys)
  where one.is_one
  order by other.id
$$;

-- Held by whatever changes an account or its secrets, before these.
create or replace function hold_account(p_beneficiary_id bigint) returns void
language plpgsql as $$
begin
  perform from beneficiaries where id = p_beneficiary_id for no key update;
end $$;
