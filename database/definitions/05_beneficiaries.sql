-- Room: people/beneficiaries

-- Who people are, in the lists of a desk. A closed account stays there, and names nobody.
create view people as
  select id, civility, last_name, first_name, birth_date, closed_at is not null as is_closed from beneficiaries;
comment on column people.is_closed is 'not null';

-- A closed account is seen by nobody: no sign-in, no message, no search.
create view open_accounts as
  select id, civility, last_name, first_name, birth_date, email, fixed_phone, mobile_phone, address, notified_by, good_deals_consent_at,
    newsletters_consent_at, created_at, sign_in_blocked_at, search
  from beneficiaries
  where closed_at is null;

create view closed_accounts as
  select id from beneficiaries where closed_at is not null;

-- As little of somebody as a till needs to see.
create view people_at_till as
  select id, first_name, left(last_name, 1) as initial from beneficiaries;
comment on column people_at_till.initial is 'not null';

-- The accounts that the same person closed before: what is given once to a person is given once.
create view former_accounts as
  select person.id as beneficiary_id, person.closed_at is not null as is_closed, former.id as former_id
  from beneficiaries person
  join beneficiaries former on former.fingerprint = person.fingerprint and former.closed_at is not null and former.id <> person.id;
comment on column former_accounts.is_closed is 'not null';

create view former_identities as
  select id, beneficiary_id, civility, last_name, first_name, birth_date, until from former_names;

-- Held by whatever changes an account or its secrets, before these.
create or replace function hold_account(p_beneficiary_id bigint) returns void
language plpgsql as $$
begin
  perform from beneficiaries where id = p_beneficiary_id for no key update;
end $$;
