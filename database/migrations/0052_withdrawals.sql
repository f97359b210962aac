-- For how many hours a school takes back a validation of its own, while nothing of it is spent; 0 when only the Region may.
alter table campaigns
  add column withdrawal_hours integer not null default 24,
  add constraint a_validation_is_withdrawn_within_some_hours check (withdrawal_hours between 0 and 168);

-- Since when its validation is withdrawn, until it is validated again: its card is not made meanwhile.
alter table card_applications
  add column withdrawn_at timestamptz,
  add constraint what_is_withdrawn_is_not_validated check (withdrawn_at is null or state <> 'validated');
create index withdrawn_applications_of_a_person on card_applications (beneficiary_id) where withdrawn_at is not null;
alter table application_events
  drop constraint an_event_is_known,
  add constraint an_event_is_known check (
    event in ('registered', 'submitted', 'document-replaced', 'validated', 'returned', 'refused', 'moved', 'withdrawn')),
  add constraint a_withdrawal_has_a_reason check (event <> 'withdrawn' or reason is not null);

-- Since when what it was granted is taken back; granted again, it is as it was.
alter table wallets add column withdrawn_at timestamptz;
create index withdrawn_wallets on wallets (campaign_id) where withdrawn_at is not null;

-- What somebody spent of a grant that is taken back: deducted from their next grants, or waived by two people.
create table debts (
  id integer generated always as identity primary key,
  beneficiary_id bigint not null references beneficiaries,
  wallet_id bigint not null references wallets,
  owed_cents bigint not null,
  deducted_cents bigint not null default 0,
  at timestamptz not null,
  waived_at timestamptz,
  waived_asked_by bigint references staff,
  waived_by bigint references staff,
  waived_reason text,
  constraint a_debt_is_positive check (owed_cents > 0),
  constraint no_more_is_deducted_than_is_owed check (deducted_cents between 0 and owed_cents),
  constraint a_waiver_is_whole check (num_nonnulls(waived_at, waived_asked_by, waived_by, waived_reason) in (0, 4)),
  constraint whoever_asks_to_waive_a_debt_does_not_agree_to_it check (waived_by <> waived_asked_by)
);
create index debts_of_a_person on debts (beneficiary_id, id);
create index debts_of_a_wallet on debts (wallet_id);
