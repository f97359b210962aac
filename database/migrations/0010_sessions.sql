create table sessions (
  token_hash bytea primary key,
  -- Names a session to its owner without the token that opens it.
  id bigint generated always as identity unique,
  beneficiary_id bigint references beneficiaries,
  staff_id bigint references staff,
  -- Signed in with a temporary password: opens the change-password page and nothing else.
  must_change_password boolean not null default false,
  -- In words: « Firefox sur Android ».
  device text,
  created_at timestamptz not null,
  seen_at timestamptz not null,
  constraint a_session_is_somebodys check (num_nonnulls(beneficiary_id, staff_id) = 1)
);
create index sessions_of_a_beneficiary on sessions (beneficiary_id);
create index sessions_of_staff on sessions (staff_id);
create index sessions_by_age on sessions (seen_at);
-- Sessions that are too old, whenever they were last seen.
create index sessions_by_opening on sessions (created_at);
