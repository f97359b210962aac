-- Room: partners/partners

create view partner_directory as
  select p.id, p.code, p.name, p.name_search, p.postcode, p.town, p.type_code, t.label as type_label, p.active, p.frozen_at
  from partners p
  left join partner_types t on t.code = p.type_code;
comment on column partner_directory.type_label is 'not null';

-- The address of each shop's own, that is not somebody's who works there.
create view addresses_of_partners as
  select id as partner_id, email from partners where email <> '';
comment on column addresses_of_partners.email is 'not null';

-- Keeps these partners as they are until the end of the transaction: a freeze that is being made is waited for. Who posts does not wait.
create or replace function hold_partners(p_ids integer[]) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform from partners where id = any (p_ids) order by id for share;
end $$;

create view partner_kinds as
  select code, label from partner_types;

-- The partners whose name looks like what was typed. Its settings are its own: the planner takes a comparison of words for an addition,
-- and would make it 5,000 times (43 ms) rather than read partners_by_name (12 ms).
create or replace function partners_named_like(typed text) returns table (id integer, likeness real)
language sql stable parallel safe rows 50
set pg_trgm.word_similarity_threshold = 0.45
set enable_seqscan = off
begin atomic
  select p.id, word_similarity(searchable(left(typed, 60)), p.name_search)
  from partners p
  where p.active and p.frozen_at is null and searchable(left(typed, 60)) <% p.name_search;
end;

create or replace function count_change_of_partners() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update partner_changes set version = version + 1;
  return null;
end $$;

create or replace trigger partners_are_counted_as_changed after insert or update or delete or truncate on partners
  for each statement execute function count_change_of_partners();
create or replace trigger partner_types_are_counted_as_changed after insert or update or delete or truncate on partner_types
  for each statement execute function count_change_of_partners();
