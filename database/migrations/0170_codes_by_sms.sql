-- Codes by SMS, for guardians: docs/decisions/2026-11-30-a-guardian-follows.md

-- Where the codes of a guardian go who has neither an application nor a passkey, once the code of an SMS sent there was given back.
alter table second_factors
  add column code_phone text,
  add column code_phone_at timestamptz,
  add constraint a_number_for_codes_has_its_instant check ((code_phone is null) = (code_phone_at is null)),
  add constraint codes_come_one_way check (code_phone is null or secret_encrypted is null);

-- A number that a guardian gave and has not proved yet.
create table offered_phones (
  staff_id bigint primary key references staff,
  phone text not null,
  -- Of the code that its SMS brings: made when it leaves.
  code_hash bytea,
  expires_at timestamptz not null
);

alter table messages
  drop constraint a_secret_is_known,
  add constraint a_secret_is_known check (
    secret in ('temporary-password', 'reset-link', 'email-link', 'email-stop-link', 'staff-link', 'staff-reset-link', 'staff-first-link',
      'joining-code', 'joining-link', 'guardian-link', 'sign-in-code', 'agreement-code', 'phone-code'));
