-- Above how much a day a card whose number is typed at tills asks its owner.
alter table campaigns
  add column assent_above_cents bigint not null default 3000,
  add constraint an_assent_is_asked_above_an_amount check (assent_above_cents > 0);

-- By which way the owner of a card agreed to a payment by its number.
alter table transactions
  add column assent text,
  add constraint an_assent_is_of_a_number_that_was_typed check (assent is null or (kind = 'payment' and channel = 'card-number')),
  add constraint ways_of_assent_are_known check (assent in ('own-space', 'payment-code', 'identity-paper'));

-- Four figures that somebody chose beforehand, to agree at a till without their phone: kept as the PIN of a cashier is.
create table payment_codes (
  beneficiary_id bigint primary key references beneficiaries on delete cascade,
  code_hash bytea not null,
  chosen_at timestamptz not null
);

-- What the owner of a card was asked, or agreed to: one payment of one card, at one shop, by one user of it. A card that is shown again is asked
-- for again.
create table assents (
  id uuid primary key,
  -- Of the checkout, which is forgotten before.
  checkout_id uuid not null,
  beneficiary_id bigint not null references beneficiaries on delete cascade,
  partner_id integer not null references partners,
  staff_id bigint not null references staff,
  wallet_id bigint not null references wallets,
  amount_cents bigint not null,
  asked_at timestamptz not null,
  expires_at timestamptz not null,
  answered_at timestamptz,
  -- Null once it is answered: refused.
  way text,
  constraint a_checkout_asks_once_at_a_time unique (checkout_id),
  constraint what_is_agreed_to_is_an_amount check (amount_cents > 0),
  constraint ways_are_known check (way in ('own-space', 'payment-code', 'identity-paper')),
  constraint who_agrees_has_answered check (way is null or answered_at is not null)
);
create index assents_by_owner on assents (beneficiary_id);
create index assents_by_day on assents (asked_at);

-- It takes a way more: made again with the definitions.
drop function if exists post_transaction(uuid, text, bigint, bigint, timestamptz, integer, bigint, text, bigint, text);
