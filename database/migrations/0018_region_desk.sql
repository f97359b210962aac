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
  constraint a_secret_has_its_instant check ((secret_encrypted is null) = (enrolled_at is null))
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

-- None until it was chosen from the link of the invitation.
alter table staff alter column password_hash drop not null;

-- The link by which a member of staff chooses a password. Made when its mail leaves.
create table staff_links (
  token_hash bytea primary key,
  staff_id bigint not null references staff,
  expires_at timestamptz not null
);
create index staff_links_of_staff on staff_links (staff_id);

alter table messages
  drop constraint a_secret_is_known,
  add constraint a_secret_is_known check (secret in ('temporary-password', 'reset-link', 'email-link', 'staff-link'));

-- The day it began is past and its validated applications were credited.
alter table campaigns add column opened_at timestamptz;

-- What became of each file of partners: its wrong lines are said to whoever sent it, and kept.
create table partner_imports (
  id integer generated always as identity primary key,
  at timestamptz not null,
  staff_id bigint not null references staff,
  file_name text not null,
  lines_read integer not null,
  added integer not null,
  changed integer not null,
  -- [{ "line": 3, "why": "colonne « code », valeur « » : …" }]
  refused jsonb not null
);
