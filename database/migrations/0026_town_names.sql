-- What a town's name is compared by: « St Amand les Eaux » and « Saint-Amand-les-Eaux » are one, so are « Bruay s/ Escaut » and
-- « Bruay-sur-l'Escaut ». Stands here, as searchable() does: a column is made of it.
create function place_key(name text) returns text
language sql immutable strict parallel safe
return coalesce(
  nullif(
    replace(
      regexp_replace(
        regexp_replace(regexp_replace(' ' || replace(public.searchable(name), ' ', '  ') || ' ', ' st ', ' saint ', 'g'), ' ste ', ' sainte ', 'g'),
        ' (l|d|le|la|les|lez|de|du|des|en|et|sur|sous|s|a|au|aux) ', ' ', 'g'),
      ' ', ''),
    ''),
  replace(public.searchable(name), ' ', ''));

-- The names by which people know a town: of today, of a town that it has taken in, and the beginning that they shorten it to.
create table town_names (
  insee_code text not null,
  name text not null,
  kind text not null,
  -- Of the town: where one name is many towns', the largest is meant most often.
  population integer not null,
  key text not null generated always as (place_key(name)) stored,
  -- Mistakes are forgiven in the names of the Region and of the departments around it: those of all France take ten times as long to load.
  spellings text[] generated always as (
    case when left(insee_code, 2) in ('02', '59', '60', '62', '80', '08', '51', '76', '77', '95') then name_keys(place_key(name)) end) stored,
  primary key (insee_code, name),
  constraint a_kind_of_name_is_known check (kind in ('today', 'former', 'short'))
);
create index town_names_by_key on town_names (key);
create index town_names_by_spelling on town_names using gin (spellings);
create index towns_by_code on towns (insee_code);
