create table beneficiaries (
  id bigint generated always as identity primary key,
  civility text not null,
  last_name text not null,
  first_name text not null,
  birth_date date not null,
  email text not null,
  fixed_phone text,
  mobile_phone text,
  -- Guided or free, as the young person gave it: see addresses/address.ts.
  address jsonb,
  notified_by text not null default 'email',
  -- When each consent was given; null when it was not, or was taken back.
  good_deals_consent_at timestamptz,
  newsletters_consent_at timestamptz,
  created_at timestamptz not null,
  -- Since when nobody signs in to this account, by decision of an agent.
  sign_in_blocked_at timestamptz,
  closed_at timestamptz,
  -- What is given once to a person is given once, also to whoever closes their account and comes back: a mark of their name and birth
  -- date, made with a key that the database does not hold. It stays on a closed row as long as there is something to compare, and not
  -- longer.
  fingerprint bytea,
  -- In the collation "C" one index serves the beginning of a name and the order of the list.
  search text collate "C" not null generated always as (searchable(last_name || ' ' || first_name)) stored,
  constraint a_civility_is_m_or_mme check (civility in ('M', 'Mme') or (civility = '' and closed_at is not null)),
  constraint notified_by_email_or_sms check (notified_by in ('email', 'sms')),
  constraint an_sms_needs_a_mobile_phone check (notified_by = 'email' or mobile_phone is not null),
  -- The ledger stays, without the person.
  constraint a_closed_account_names_nobody check (
    closed_at is null
    or (civility, first_name, email, birth_date) = ('', 'Compte clos', '', '1900-01-01')
      and num_nonnulls(address, fixed_phone, mobile_phone, good_deals_consent_at, newsletters_consent_at) = 0)
);
-- The same person signs up once: same names, same birth date.
create unique index a_person_has_one_account on beneficiaries (searchable(last_name), searchable(first_name), birth_date);
create index closed_beneficiaries on beneficiaries (id) where closed_at is not null;
create index closed_beneficiaries_by_fingerprint on beneficiaries (fingerprint) where closed_at is not null and fingerprint is not null;

-- The Region finds somebody among 250,000 by what they are known by.
create index beneficiaries_by_name on beneficiaries (search, id) where closed_at is null;
create index beneficiaries_by_name_keys on beneficiaries using gin (name_keys(last_name || ' ' || first_name)) where closed_at is null;
create index beneficiaries_by_email on beneficiaries (lower(email) text_pattern_ops);

-- An e-mail address that waits for whoever reads it to say so. The link is made when its mail leaves.
create table email_changes (
  beneficiary_id bigint primary key references beneficiaries,
  email text not null,
  asked_at timestamptz not null,
  token_hash bytea unique,
  expires_at timestamptz,
  constraint a_link_ends check ((token_hash is null) = (expires_at is null))
);

-- An identity that an agent corrected, as it was; forgotten with its owner. Why it was corrected is in the audit.
create table former_names (
  id bigint generated always as identity primary key,
  beneficiary_id bigint not null references beneficiaries,
  -- The civility and the birth date are null where only names could be corrected.
  civility text,
  last_name text not null,
  first_name text not null,
  birth_date date,
  until timestamptz not null
);
create index former_names_of_a_beneficiary on former_names (beneficiary_id);
