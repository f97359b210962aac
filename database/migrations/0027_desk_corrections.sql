-- What an agent corrects of somebody is also their civility and their birth date; both are null in what was corrected before.
alter table former_names
  add column civility text,
  add column birth_date date;

-- A card whose photo cannot be printed waits for another, with what is wrong with this one: its owner reads it, and sends one.
alter table cards
  add column set_aside_at timestamptz,
  add column set_aside_reason text,
  add constraint a_card_set_aside_has_its_reason check ((set_aside_at is null) = (set_aside_reason is null)),
  add constraint a_card_set_aside_is_in_no_batch check (set_aside_at is null or batch_id is null);
drop index cards_to_make;
create index cards_to_make on cards (created_at, id) where batch_id is null and opposed_at is null and set_aside_at is null;
create index cards_set_aside on cards (set_aside_at, id) where set_aside_at is not null and opposed_at is null;
