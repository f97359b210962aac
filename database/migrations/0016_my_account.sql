-- What its owner declared about a card, once a card, and the one that took its place.
create table card_problems (
  id bigint generated always as identity primary key,
  card_id bigint not null references cards,
  new_card_id bigint not null references cards,
  reason text not null,
  declared_at timestamptz not null,
  constraint a_card_is_declared_once unique (card_id),
  constraint another_card_takes_its_place check (new_card_id <> card_id),
  constraint a_reason_is_known check (reason in ('lost', 'stolen', 'damaged', 'never-received', 'wrong'))
);
create index cards_of_a_beneficiary on cards (beneficiary_id);

alter table beneficiaries
  -- When each consent was given; null when it was not, or was taken back.
  add column good_deals_consent_at timestamptz,
  add column newsletters_consent_at timestamptz,
  add column closed_at timestamptz;

-- The ledger stays, without the person (trust.md, « Privacy »).
alter table beneficiaries
  drop constraint a_civility_is_m_or_mme,
  add constraint a_civility_is_m_or_mme check (civility in ('M', 'Mme') or (civility = '' and closed_at is not null)),
  add constraint a_closed_account_names_nobody check (
    closed_at is null
    or (civility, first_name, email, birth_date) = ('', 'Compte clos', '', '1900-01-01')
      and num_nonnulls(address, fixed_phone, mobile_phone, good_deals_consent_at, newsletters_consent_at) = 0);

-- An e-mail address that waits for whoever reads it to say so. The link is made when its mail leaves.
create table email_changes (
  beneficiary_id bigint primary key references beneficiaries,
  email text not null,
  asked_at timestamptz not null,
  token_hash bytea unique,
  expires_at timestamptz,
  constraint a_link_ends check ((token_hash is null) = (expires_at is null))
);

alter table messages
  drop constraint a_secret_is_known,
  add constraint a_secret_is_known check (secret in ('temporary-password', 'reset-link', 'email-link'));

alter table sessions
  -- Names a session to its owner without the token that opens it.
  add column id bigint generated always as identity unique,
  -- In words: « Firefox sur Android ».
  add column device text;
create index closed_beneficiaries on beneficiaries (id) where closed_at is not null;
