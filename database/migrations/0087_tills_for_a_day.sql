-- A machine that a manager has made a till for the day: a session of theirs that opens the till and nothing else. Who is at it has typed a PIN
-- of their own, and what it takes is theirs.
alter table sessions
  -- How the manager calls the machine; null for every other session.
  add column till_name text,
  add column cashier_id bigint references staff,
  -- When the cashier last did something there.
  add column cashier_seen_at timestamptz,
  add constraint a_till_is_opened_by_staff check (till_name is null or staff_id is not null),
  add constraint a_till_has_a_short_name check (char_length(till_name) between 1 and 40),
  add constraint a_cashier_is_at_a_till check (
    (cashier_id is null) = (cashier_seen_at is null) and (cashier_id is null or till_name is not null));
-- Whoever goes to another machine has left the one before.
create unique index a_cashier_is_at_one_till on sessions (cashier_id) where cashier_id is not null;

-- What a cashier types to take over a till. Four figures are guessed at once by whoever has this table, so that it holds their fingerprint
-- under a key of the site, which the database does not have.
create table till_pins (
  staff_id bigint primary key references staff on delete cascade,
  pin_hash bytea not null,
  chosen_at timestamptz not null
);
