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
  constraint a_card_number_has_eight_digits check (number ~ '^[0-9]{8}$')
);
create unique index a_beneficiary_has_one_live_card on cards (beneficiary_id) where opposed_at is null;
create index cards_to_make on cards (created_at, id) where batch_id is null and opposed_at is null;
create index cards_of_a_batch on cards (batch_id);

-- One at a time: a new code takes the place of the card's former one.
create table qr_codes (
  card_id bigint primary key references cards,
  token_hash bytea not null unique,
  expires_at timestamptz not null
);
