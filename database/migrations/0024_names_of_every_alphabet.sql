-- A name keeps its letters whatever their alphabet: until now all that are not Latin were compared as no name at all, so that strangers
-- of one birth date were one person. Latin names are compared as before.
create function searchable_before(words text) returns text
language sql immutable strict parallel safe
return trim(regexp_replace(lower(public.unaccent('public.unaccent', words)), '[^a-z0-9]+', ' ', 'g'));

-- What is compared when people search: no accents, no capitals, single spaces for everything that is not a letter or a digit, whatever the
-- alphabet and the locale of the server. Marks that are often left out when one writes (Hebrew, Arabic) are left out, and so are the other
-- shapes of the same letter.
create or replace function searchable(words text) returns text
language sql immutable strict parallel safe
return trim(regexp_replace(
  translate(
    regexp_replace(
      lower(public.unaccent('public.unaccent', words)),
      '[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u200c\u200d\ufe00-\ufe0f]', '', 'g'),
    E'\u03c2\u0623\u0625\u0622\u0671\u0649\u06a9\u06cc', E'\u03c3\u0627\u0627\u0627\u0627\u064a\u0643\u064a'),
  '[\u0001-\u002f\u003a-\u0060\u007b-\u00bf\u00d7\u00f7\u02b9-\u02bf\u055a-\u055f\u0589\u058a\u05be\u05c0\u05c3\u05c6\u05f3\u05f4'
  '\u060c\u061b\u061f\u066a-\u066d\u06d4\u0964\u0965\u2000-\u206f\u20a0-\u20cf\u2190-\u2bff\u2e00-\u2e7f\u3000-\u3004\u3008-\u3020'
  '\u3030\u303d-\u303f\u30fb\ue000-\uf8ff\ufe10-\ufe6f\ufeff\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65\uffe0-\uffff'
  '\U0001f000-\U0001faff\U000e0000-\U000e01ef]+', ' ', 'g'));

alter table beneficiaries
  -- How the name is printed, where it has letters that no card, receipt or bank can print.
  add column latin_last_name text,
  add column latin_first_name text;
alter table former_names
  add column latin_last_name text,
  add column latin_first_name text;

-- The mark of somebody open whose name is compared otherwise now is made again by the clock, which has the key.
update beneficiaries set fingerprint = null
where closed_at is null
  and (searchable_before(last_name), searchable_before(first_name)) is distinct from (searchable(last_name), searchable(first_name));
drop function searchable_before(text);

alter table beneficiaries drop column search;
alter table beneficiaries
  -- In the collation "C" one index serves the beginning of a name and the order of the list.
  add column search text collate "C" not null generated always as (
    searchable(last_name || ' ' || first_name || ' ' || coalesce(latin_last_name, '') || ' ' || coalesce(latin_first_name, ''))) stored,
  add constraint a_name_has_letters check (searchable(last_name) <> '' and searchable(first_name) <> ''),
  drop constraint a_closed_account_names_nobody,
  -- The ledger stays, without the person.
  add constraint a_closed_account_names_nobody check (
    closed_at is null
    or (civility, first_name, email, birth_date) = ('', 'Compte clos', '', '1900-01-01')
      and num_nonnulls(address, fixed_phone, mobile_phone, good_deals_consent_at, newsletters_consent_at, latin_last_name, latin_first_name) = 0);

reindex index a_person_has_one_account;
drop index beneficiaries_by_name_keys;
create index beneficiaries_by_name on beneficiaries (search, id) where closed_at is null;
-- By a word of a name although it is mistyped; with a birth date, those who may be the same person.
create index beneficiaries_by_name_keys on beneficiaries using gin (name_keys(search), birth_date) where closed_at is null;

-- What else was made of searchable(), where it comes out otherwise.
update schools set name = name where search is distinct from searchable(name || ' ' || town || ' ' || uai);
update partners set name = name, town = town where (name_search, town_search) is distinct from (searchable(name), searchable(town));
update streets set name = name where search is distinct from searchable(name);
update good_deals set title = title where search is distinct from searchable(title || ' ' || coalesce(organiser, '') || ' ' || body);
update questions set question = question where search is distinct from searchable(question || ' ' || answer);
