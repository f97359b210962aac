create extension if not exists pg_trgm;
create extension if not exists unaccent;

-- What is compared when people search: no accents, no capitals, single spaces for everything that is not a letter or a digit.
-- The one-argument unaccent() is not immutable; with its dictionary named it is, and can be indexed.
create function searchable(words text) returns text
language sql immutable strict parallel safe
return trim(regexp_replace(lower(public.unaccent('public.unaccent', words)), '[^a-z0-9]+', ' ', 'g'));

create function refuse_change() returns trigger
language plpgsql as $$
begin
  raise exception '% is append-only: a correction is a new row', tg_table_name using errcode = 'insufficient_privilege';
end $$;

-- Counters of tries, by what is tried and by whom. Keys are hashes: nothing here says who.
create table limits (
  bucket bytea primary key,
  tries integer not null,
  window_ends_at timestamptz not null
);

create table files (
  id text primary key,
  policy text not null,
  media_type text not null,
  bytes bytea not null,
  created_at timestamptz not null
);
-- Images are compressed already.
alter table files alter column bytes set storage external;
