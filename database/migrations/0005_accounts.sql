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
  created_at timestamptz not null,
  constraint a_civility_is_m_or_mme check (civility in ('M', 'Mme')),
  constraint notified_by_email_or_sms check (notified_by in ('email', 'sms')),
  constraint an_sms_needs_a_mobile_phone check (notified_by = 'email' or mobile_phone is not null)
);
-- The same person signs up once: same names, same birth date.
create unique index a_person_has_one_account on beneficiaries (searchable(last_name), searchable(first_name), birth_date);

-- No row until a password was chosen.
create table passwords (
  beneficiary_id bigint primary key references beneficiaries,
  password_hash text not null,
  -- The last three, newest first: a new password differs from them.
  former_password_hashes text[] not null default '{}'
);

create table staff (
  id bigint generated always as identity primary key,
  email text not null,
  name text not null,
  password_hash text not null,
  partner_id integer references partners,
  school_id integer references schools,
  region_role text,
  closed_at timestamptz,
  constraint staff_work_in_one_place check (num_nonnulls(partner_id, school_id, region_role) = 1),
  constraint a_region_role_is_known check (region_role in ('content', 'support', 'finance', 'administrator'))
);
create unique index staff_sign_in_with_one_email on staff (lower(email));

-- Made when their mail is sent, and again if it is sent again: any of them works, once, and using one ends them all.
create table temporary_passwords (
  beneficiary_id bigint not null references beneficiaries,
  password_hash text not null,
  expires_at timestamptz not null
);
create index temporary_passwords_of_a_beneficiary on temporary_passwords (beneficiary_id);

create table password_resets (
  token_hash bytea primary key,
  beneficiary_id bigint not null references beneficiaries,
  expires_at timestamptz not null
);
create index password_resets_of_a_beneficiary on password_resets (beneficiary_id);

create table sessions (
  token_hash bytea primary key,
  beneficiary_id bigint references beneficiaries,
  staff_id bigint references staff,
  -- Signed in with a temporary password: opens the change-password page and nothing else.
  must_change_password boolean not null default false,
  created_at timestamptz not null,
  seen_at timestamptz not null,
  constraint a_session_is_somebodys check (num_nonnulls(beneficiary_id, staff_id) = 1)
);
create index sessions_of_a_beneficiary on sessions (beneficiary_id);
create index sessions_of_staff on sessions (staff_id);
create index sessions_by_age on sessions (seen_at);
