create table staff (
  id bigint generated always as identity primary key,
  email text not null,
  name text not null,
  -- None until it was chosen from the link of the invitation.
  password_hash text,
  partner_id integer references partners,
  school_id integer references schools,
  region_role text,
  closed_at timestamptz,
  constraint staff_work_in_one_place check (num_nonnulls(partner_id, school_id, region_role) = 1),
  constraint a_region_role_is_known check (region_role in ('content', 'support', 'finance', 'administrator'))
);
create unique index staff_sign_in_with_one_email on staff (lower(email));

-- What a member of staff signs in with besides their password: agents must, partners and schools may.
create table second_factors (
  staff_id bigint primary key references staff,
  -- The secret that the phone holds, once a code of it was given. AES-256-GCM under the key of src/platform/secrets.ts, bound to this row.
  secret_encrypted bytea,
  enrolled_at timestamptz,
  -- The latest half-minute whose code was taken: none serves twice.
  last_step bigint,
  -- The secret that is shown to be scanned, until a code of it is given: then it takes the other's place.
  offered_secret_encrypted bytea,
  -- A secret that was shown and never scanned opens nothing after ten minutes: see OFFER_MINUTES in staff/second-factor.ts.
  offered_at timestamptz,
  constraint a_secret_has_its_instant check ((secret_encrypted is null) = (enrolled_at is null)),
  constraint an_offered_secret_has_its_instant check ((offered_secret_encrypted is null) = (offered_at is null))
);

-- For whoever has lost their phone: each opens once.
create table recovery_codes (
  staff_id bigint not null references second_factors on delete cascade,
  code_hash bytea not null,
  primary key (staff_id, code_hash)
);

-- A password was right, a code is awaited: no session is open yet.
create table pending_sign_ins (
  token_hash bytea primary key,
  staff_id bigint not null references staff,
  expires_at timestamptz not null,
  -- The demonstration sends a code, for want of everybody's phone.
  mailed_code_hash bytea
);
create index pending_sign_ins_of_staff on pending_sign_ins (staff_id);

-- The link by which a member of staff chooses a password. Made when its mail leaves.
create table staff_links (
  token_hash bytea primary key,
  staff_id bigint not null references staff,
  expires_at timestamptz not null,
  -- Whoever asks for a new password in the name of somebody invited leaves the invitation as it was.
  is_reset boolean not null default false
);
create index staff_links_of_staff on staff_links (staff_id);
