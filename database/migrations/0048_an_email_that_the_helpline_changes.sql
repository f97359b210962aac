-- A new address that an agent asked for: whoever reads it confirms it, then it waits for its hour, until which the former can stop it by a
-- link; a second agent who agrees makes that hour come now. One that its owner asked for, with their password, waits for its link alone.
alter table email_changes
  add column takes_effect_at timestamptz,
  add column confirmed_at timestamptz,
  add column stop_token_hash bytea unique,
  add constraint what_can_be_stopped_has_its_hour check (stop_token_hash is null or takes_effect_at is not null),
  add constraint a_confirmed_address_waits_for_its_hour check (confirmed_at is null or takes_effect_at is not null);
create index email_changes_that_wait on email_changes (takes_effect_at) where confirmed_at is not null;

alter table messages
  drop constraint a_secret_is_known,
  add constraint a_secret_is_known check (
    secret in ('temporary-password', 'reset-link', 'email-link', 'email-stop-link', 'staff-link', 'staff-reset-link', 'staff-first-link'));
