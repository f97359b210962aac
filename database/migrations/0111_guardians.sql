-- Guardians of minors: docs/decisions/2026-11-30-a-guardian-follows.md

-- A guardian signs in as staff do, and works nowhere. Whoever works with the scheme too has another account, with the same address if they like.
alter table staff
  add column is_guardian boolean not null default false,
  drop constraint staff_work_in_one_place,
  add constraint staff_work_in_one_place_and_guardians_in_none
    check (num_nonnulls(partner_id, school_id, region_roles) = case when is_guardian then 0 else 1 end);
drop index staff_sign_in_with_one_email;
create unique index staff_sign_in_with_one_email on staff (lower(email), is_guardian);

-- Whom a young person named, by the address that they typed; and whose account it is once it was confirmed.
create table guardians (
  id bigint generated always as identity primary key,
  beneficiary_id bigint not null references beneficiaries,
  place smallint not null,
  email text not null,
  named_at timestamptz not null,
  -- Of the link that confirms it, made when its mail leaves.
  token_hash bytea,
  link_expires_at timestamptz,
  account_id bigint references staff,
  confirmed_at timestamptz,
  ended_at timestamptz,
  ended_by text,
  constraint two_guardians_at_most check (place in (1, 2)),
  constraint a_link_of_a_guardian_has_its_end check ((token_hash is null) = (link_expires_at is null)),
  constraint a_confirmed_guardian_has_an_account check ((account_id is null) = (confirmed_at is null)),
  constraint a_confirmed_guardian_has_no_link check (confirmed_at is null or token_hash is null),
  constraint an_end_is_somebodys check ((ended_at is null) = (ended_by is null)),
  constraint who_ends_it_is_known check (ended_by in ('owner', 'guardian', 'age', 'closing'))
);
create unique index a_place_has_one_guardian on guardians (beneficiary_id, place) where ended_at is null;
create unique index a_guardian_is_named_once on guardians (beneficiary_id, lower(email)) where ended_at is null;
create unique index an_account_is_a_guardian_once on guardians (beneficiary_id, account_id) where ended_at is null;
create unique index a_link_is_one_guardians on guardians (token_hash) where token_hash is not null;
create index guardians_of_an_account on guardians (account_id);
create index guardians_that_ended on guardians (ended_at) where ended_at is not null;

-- Whose guardians hear of payments by mail, since they said so.
create table payment_alerts (
  beneficiary_id bigint primary key references beneficiaries,
  since timestamptz not null
);

-- What somebody under 15 asked to receive: it is sent once a guardian has agreed.
create table consents_of_minors (
  beneficiary_id bigint not null references beneficiaries,
  consent text not null,
  asked_at timestamptz not null,
  answer text,
  answered_at timestamptz,
  answered_by bigint references guardians on delete set null,
  primary key (beneficiary_id, consent),
  constraint a_consent_of_a_minor_is_known check (consent in ('good-deals', 'newsletters')),
  constraint an_answer_is_known check (answer in ('given', 'refused')),
  constraint an_answer_has_its_instant check ((answer is null) = (answered_at is null))
);

-- What those under 15 said alone until now is asked of their guardians.
insert into consents_of_minors (beneficiary_id, consent, asked_at)
select id, 'good-deals', good_deals_consent_at from beneficiaries
where good_deals_consent_at is not null and closed_at is null and birth_date > now() - interval '15 years'
union all
select id, 'newsletters', newsletters_consent_at from beneficiaries
where newsletters_consent_at is not null and closed_at is null and birth_date > now() - interval '15 years';
update beneficiaries set good_deals_consent_at = null, newsletters_consent_at = null
where birth_date > now() - interval '15 years' and closed_at is null;

alter table messages
  drop constraint a_secret_is_known,
  add constraint a_secret_is_known check (
    secret in ('temporary-password', 'reset-link', 'email-link', 'email-stop-link', 'staff-link', 'staff-reset-link', 'staff-first-link',
      'joining-code', 'joining-link', 'guardian-link', 'sign-in-code'));
