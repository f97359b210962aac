-- No row until a password was chosen.
create table passwords (
  beneficiary_id bigint primary key references beneficiaries,
  password_hash text not null,
  -- The last three, newest first: a new password differs from them.
  former_password_hashes text[] not null default '{}'
);

-- Made when its mail is sent, and again if it is sent again: the newest works, once. One only: trying a password against several takes
-- longer, and tells of an account that has some.
create table temporary_passwords (
  beneficiary_id bigint not null references beneficiaries,
  password_hash text not null,
  expires_at timestamptz not null,
  constraint a_person_has_one_temporary_password primary key (beneficiary_id)
);

create table password_resets (
  token_hash bytea primary key,
  beneficiary_id bigint not null references beneficiaries,
  expires_at timestamptz not null
);
create index password_resets_of_a_beneficiary on password_resets (beneficiary_id);
