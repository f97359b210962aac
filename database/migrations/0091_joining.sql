-- The text that a shop accepts to join, as it was at each time. Two people of the Region put a new one in force; none changes.
create table agreement_texts (
  version integer generated always as identity primary key,
  body text not null,
  sha256 text not null,
  written_by bigint not null references staff,
  agreed_by bigint not null references staff,
  agreed_at timestamptz not null,
  constraint whoever_writes_an_agreement_does_not_agree_to_it check (agreed_by <> written_by),
  constraint a_text_has_the_hash_of_its_words check (sha256 = encode(sha256(convert_to(body, 'UTF8')), 'hex'))
);

-- A shop that asks to join: what it typed, what the State's directory said of it, and who of the Region took it in.
create table joining_applications (
  id integer generated always as identity primary key,
  -- Of the secret in the address of its pages, and of the one that a mail carries.
  token_hash bytea not null unique,
  link_hash bytea unique,
  state text not null default 'begun',
  begun_at timestamptz not null,
  siret text,
  -- An association without a SIRET has the number of the national register of associations.
  rna text,
  -- What the directory answered, as src/features/partners/joining/directory.ts reads it.
  directory jsonb not null,
  name text,
  legal_name text,
  type_code text references partner_types,
  street text,
  postcode text,
  town text,
  longitude double precision,
  latitude double precision,
  phone text,
  email text,
  website text,
  accepts_prepayments boolean not null default false,
  accepts_online_payments boolean not null default false,
  manager_name text,
  manager_email text,
  holder text,
  bic text,
  iban_encrypted bytea,
  iban_mark bytea,
  iban_first4 text,
  iban_last4 text,
  -- The RIB; of an association without a SIRET, its papers.
  document_file_id text references files on delete set null,
  signer_name text,
  code_asked_at timestamptz,
  code_hash bytea,
  code_made_at timestamptz,
  code_tries integer not null default 0,
  sent_at timestamptz,
  checked_by bigint references staff,
  countersigned_by bigint references staff,
  partner_id integer unique references partners,
  refused_by bigint references staff,
  refusal text,
  ended_at timestamptz,
  constraint a_state_of_an_application_to_join_is_known check (state in ('begun', 'sent', 'accepted', 'refused')),
  constraint who_joins_has_a_siret_or_is_a_registered_association check (num_nonnulls(siret, rna) = 1),
  constraint a_siret_that_joins_has_fourteen_digits check (siret ~ '^\d{14}$'),
  constraint what_is_sent_to_join_is_whole check (
    state = 'begun' or num_nonnulls(name, legal_name, type_code, street, postcode, town, manager_name, manager_email, sent_at) = 9),
  constraint whoever_checks_an_application_does_not_countersign_it check (countersigned_by <> checked_by),
  constraint what_is_taken_in_is_a_partner_that_two_people_saw
    check (num_nonnulls(partner_id, checked_by, countersigned_by) = case when state = 'accepted' then 3 else 0 end),
  constraint a_refusal_to_join_says_why_and_is_somebodys
    check (num_nonnulls(refused_by, refusal) = case when state = 'refused' then 2 else 0 end),
  constraint what_ends_says_when check ((ended_at is not null) = (state in ('accepted', 'refused')))
);
create index applications_to_join_by_state on joining_applications (state, sent_at, id);
create index applications_to_join_by_siret on joining_applications (siret) where siret is not null;
create index applications_to_join_by_account on joining_applications (iban_mark) where iban_mark is not null;
create index applications_to_join_by_address on joining_applications (lower(manager_email), code_asked_at) where manager_email is not null;
create index applications_never_finished on joining_applications (begun_at) where state = 'begun';

-- What proves that it accepted the text. It goes with its application; nothing changes it.
create table agreements (
  application_id integer primary key references joining_applications on delete cascade,
  text_version integer not null references agreement_texts,
  text_sha256 text not null,
  signer_name text not null,
  signer_email text not null,
  signed_at timestamptz not null,
  network text not null,
  device text,
  code_made_at timestamptz not null,
  code_hash bytea not null
);

alter table messages
  drop constraint a_secret_is_known,
  add constraint a_secret_is_known check (
    secret in ('temporary-password', 'reset-link', 'email-link', 'email-stop-link', 'staff-link', 'staff-reset-link', 'staff-first-link',
      'joining-code', 'joining-link'));
