-- The others of an organisation hear of a shop that joins it, whichever way it came: docs/decisions/2026-11-30-whose-shop-and-whose-place.md

alter table sirets add column is_to_tell boolean not null default false;
create index shops_that_joined_an_organisation on sirets (organisation_id) where is_to_tell;
