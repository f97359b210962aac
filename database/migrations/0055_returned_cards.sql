-- How many cards a batch takes at most: what the one before took, unless whoever makes it says otherwise.
alter table card_batches
  add column at_most integer not null default 500,
  add constraint a_batch_takes_some_cards check (at_most between 1 and 5000);

-- A card that the post brought back: it waits until its owner or an agent says where to post it, then leaves with a batch.
create table card_returns (
  id integer generated always as identity primary key,
  card_id bigint not null references cards,
  recorded_at timestamptz not null,
  recorded_by bigint not null references staff,
  address_confirmed_at timestamptz,
  -- The one that it is posted with again.
  batch_id integer references card_batches,
  constraint a_card_is_posted_again_where_it_should_be check (batch_id is null or address_confirmed_at is not null)
);
create unique index a_card_comes_back_once_before_it_leaves on card_returns (card_id) where batch_id is null;
create index returns_of_a_card on card_returns (card_id, id);
create index returns_in_a_batch on card_returns (batch_id) where batch_id is not null;
create index returns_by_age on card_returns (recorded_at, id) where batch_id is null;
