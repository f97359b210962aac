-- An agent asked for the second factor of somebody of a partner or a school to be taken away: they are told at once, and it waits for a day.
create table second_factor_resets (
  staff_id bigint primary key references staff,
  asked_by bigint not null references staff,
  asked_at timestamptz not null,
  takes_effect_at timestamptz not null,
  constraint nobody_asks_for_their_own_reset check (asked_by <> staff_id)
);
create index second_factor_resets_by_hour on second_factor_resets (takes_effect_at);

-- A passkey: what a phone, a computer or a small device keeps, and opens with a finger, a face or a code of its own. It is a second factor, as
-- the application is, and its owner may have both.
create table passkeys (
  id bigint generated always as identity primary key,
  staff_id bigint not null references second_factors on delete cascade,
  place smallint not null,
  name text not null,
  credential_id text not null unique,
  public_key bytea not null,
  -- How often it was used, as the device counts: one that goes back was copied.
  counter bigint not null,
  transports text[] not null,
  created_at timestamptz not null,
  used_at timestamptz,
  constraint a_member_of_staff_has_two_passkeys_at_most check (place in (1, 2)),
  constraint a_place_has_one_passkey unique (staff_id, place)
);
-- Like a secret that is shown to be scanned: the password was given just before.
alter table second_factors add column passkey_offered_at timestamptz;
