create extension if not exists pg_trgm;
create extension if not exists unaccent;
create extension if not exists btree_gin;

-- The three functions below stand here and not in database/definitions: columns, indexes and triggers are made of them. A change of what
-- they answer is a migration, which also computes again what was made of them.

-- What is compared when people search: no accents, no capitals, single spaces for everything that is not a letter or a digit.
-- The one-argument unaccent() is not immutable; with its dictionary named it is, and can be indexed.
create function searchable(words text) returns text
language sql immutable strict parallel safe
return trim(regexp_replace(lower(public.unaccent('public.unaccent', words)), '[^a-z0-9]+', ' ', 'g'));

-- By what a word of a name is found although it is mistyped: spellings that sound alike become one, and each word is known also without
-- any one of its letters. Two words that differ by a letter missing, added, changed or swapped with its neighbour share a key.
create function name_keys(names text) returns text[]
language plpgsql immutable strict parallel safe as $$
declare
  word text;
  keys text[] := '{}';
begin
  foreach word in array string_to_array(public.searchable(names), ' ') loop
    word := regexp_replace(translate(replace(replace(word, 'ph', 'f'), 'qu', 'c'), 'kqyzwh', 'ccisv'), '(.)\1+', '\1', 'g');
    continue when word = '';
    keys := keys || word;
    continue when length(word) <= 3;
    for position in 1 .. length(word) loop
      keys := keys || overlay(word placing '' from position for 1);
    end loop;
  end loop;
  return keys;
end $$;

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
  created_at timestamptz not null,
  -- The day from which a file is forgotten by the clock; null as long as what it belongs to is open.
  delete_after date,
  -- Encrypted under the key of src/platform/secrets.ts and bound to its id: what a stolen database must not show, such as bank details.
  is_encrypted boolean not null default false
);
-- Images are compressed already.
alter table files alter column bytes set storage external;
create index files_to_delete on files (delete_after) where delete_after is not null;

-- Whose key this database was written with, without the key: see src/platform/secrets.ts.
create table secret_fingerprints (
  name text primary key,
  fingerprint bytea not null
);
