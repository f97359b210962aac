-- What is frozen pays nothing and loses nothing: a person, one of their wallets, or a partner. Ended by somebody else than who began it.
create table freezes (
  id integer generated always as identity primary key,
  beneficiary_id bigint references beneficiaries,
  wallet_id bigint references wallets,
  partner_id integer references partners,
  reason text not null,
  comment text not null,
  frozen_by bigint not null references staff,
  frozen_at timestamptz not null,
  unfrozen_by bigint references staff,
  unfrozen_at timestamptz,
  -- Why it ended.
  answer text,
  constraint a_freeze_is_of_one_thing check (num_nonnulls(beneficiary_id, wallet_id, partner_id) = 1),
  constraint an_unfreezing_is_whole check (num_nonnulls(unfrozen_by, unfrozen_at, answer) in (0, 3)),
  constraint whoever_freezes_does_not_unfreeze check (unfrozen_by <> frozen_by)
);
create unique index a_person_is_frozen_once on freezes (beneficiary_id) where unfrozen_at is null;
create unique index a_wallet_is_frozen_once on freezes (wallet_id) where unfrozen_at is null;
create unique index a_partner_is_frozen_once on freezes (partner_id) where unfrozen_at is null;
create index freezes_of_a_person on freezes (beneficiary_id, id) where beneficiary_id is not null;
create index freezes_of_a_wallet on freezes (wallet_id, id) where wallet_id is not null;
create index freezes_of_a_partner on freezes (partner_id, id) where partner_id is not null;

-- Kept at hand, where what pays reads it anyway: since when the wallet, or its owner, is frozen.
alter table wallets add column frozen_at timestamptz;
alter table partners add column frozen_at timestamptz;

-- What is set aside in a wallet: it follows what becomes of it.
create index pending_prepayments_of_a_wallet on prepayments (wallet_id) where state = 'pending';
