-- Counts the changes of partners and of their types: what was computed of them all is good until the next one.
create table partner_changes (
  is_only_one boolean primary key default true,
  version bigint not null,
  constraint there_is_one_count check (is_only_one)
);
insert into partner_changes (version) values (0);
-- The validated applications of a campaign, one after the other: they are credited so many at a time when it opens.
create index card_applications_to_credit_in_order on card_applications (campaign_id, id) where state = 'validated';
