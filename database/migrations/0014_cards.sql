create table card_batches (
  id integer generated always as identity primary key,
  created_at timestamptz not null,
  created_by bigint not null references staff,
  made_at timestamptz,
  shipped_at timestamptz,
  constraint made_then_shipped check (shipped_at is null or made_at is not null)
);

create table cards (
  id bigint generated always as identity primary key,
  number text not null unique,
  beneficiary_id bigint not null references beneficiaries,
  photo_file_id text not null references files,
  created_at timestamptz not null,
  batch_id integer references card_batches,
  opposed_at timestamptz,
  -- A card whose photo cannot be printed waits for another, with what is wrong with this one: its owner reads it, and sends one.
  set_aside_at timestamptz,
  set_aside_reason text,
  constraint a_card_number_has_eight_digits check (number ~ '^[0-9]{8}$'),
  constraint a_card_set_aside_has_its_reason check ((set_aside_at is null) = (set_aside_reason is null)),
  constraint a_card_set_aside_is_in_no_batch check (set_aside_at is null or batch_id is null)
);
create unique index a_beneficiary_has_one_live_card on cards (beneficiary_id) where opposed_at is null;
create index cards_of_a_beneficiary on cards (beneficiary_id);
create index cards_of_a_batch on cards (batch_id);
create index cards_to_make on cards (created_at, id) where batch_id is null and opposed_at is null and set_aside_at is null;
create index cards_set_aside on cards (set_aside_at, id) where set_aside_at is not null and opposed_at is null;
create index cards_by_photo on cards (photo_file_id);

-- One at a time: a new code takes the place of the card's former one.
create table qr_codes (
  card_id bigint primary key references cards,
  token_hash bytea not null unique,
  expires_at timestamptz not null
);

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
