-- Room: people/addresses

-- Where streets and towns are, for a distance.
create view street_places as
  select postcode, insee_code, name, longitude, latitude from streets;
create view town_places as
  select postcode, insee_code, name, longitude, latitude from towns;

-- Between two points that are not far from each other.
create or replace function kilometres(longitude1 double precision, latitude1 double precision, longitude2 double precision, latitude2 double precision)
returns double precision
language sql immutable strict parallel safe
return 111.3 * sqrt(((longitude1 - longitude2) * cos(radians((latitude1 + latitude2) / 2))) ^ 2 + (latitude1 - latitude2) ^ 2);

-- No house is farther from the middle of its town.
create or replace function kilometres_across_a_town() returns integer
language sql immutable parallel safe
return 30;

-- By its postcode or the code of its commune: overseas, any point may be right.
create or replace function is_in_france(code text, longitude double precision, latitude double precision) returns boolean
language sql immutable parallel safe
return coalesce(code ~ '^9[78]', false) or (longitude between -5.3 and 9.7 and latitude between 41.2 and 51.2);

-- Why a point cannot be where its town is; null when it can, or when nothing is known of that town.
create or replace function why_misplaced(of_postcode text, of_town text, of_longitude double precision, of_latitude double precision) returns text
language sql stable parallel safe
begin atomic
  select case
    when of_longitude is null or of_latitude is null then null
    when not is_in_france(of_postcode, of_longitude, of_latitude)
      then 'ce point n’est pas en France : vérifiez que la longitude et la latitude ne sont pas inversées'
    else (
      select case when min(d) > kilometres_across_a_town() then 'ce point est à ' || round(min(d)) || ' km de ' || coalesce(of_town, of_postcode) end
      from (
        select kilometres(t.longitude, t.latitude, of_longitude, of_latitude) as d
        from towns t
        where t.postcode = of_postcode
          or t.insee_code in (
            select n.insee_code from town_names n
            where n.key = place_key(of_town) and (of_postcode is null or left(n.insee_code, 2) = left(of_postcode, 2)))
      ) distances
    )
  end;
end;

-- Loads the library, so that its setting below is known to a role that may not invent settings.
select word_similarity('a', 'b');

-- The streets of a town that look like these searchable words: first those that begin so, then the most alike.
create or replace function streets_like(of_postcode text, of_insee_code text, words text, at_most integer) returns table (name text)
language sql stable parallel safe
set pg_trgm.word_similarity_threshold = 0.45
begin atomic
  select s.name
  from streets s
  where s.postcode = of_postcode and s.insee_code = of_insee_code and words <% s.search
  order by starts_with(s.search, words) desc, word_similarity(words, s.search) desc, s.name
  limit at_most;
end;

-- The towns that each of these groups of words may be the name of, but for a mistake: see name_keys().
create or replace function towns_written(groups text[])
returns table (written integer, insee_code text, kind text, population integer, postcodes text[], alike real)
language sql stable parallel safe
begin atomic
  with written as (
    select w.at::integer as at, place_key(w.words) as key from unnest(groups) with ordinality w (words, at)
  ), spelt as materialized (
    select w.at, w.key, spelling from written w, unnest(name_keys(w.key)) spelling where length(w.key) > 3
  ), mistyped as materialized (
    select n.insee_code, n.kind, n.population, n.key, unnest(n.spellings) as spelling
    from town_names n
    where n.spellings && (select array_agg(distinct spelling) from spelt)
  ), pairs as (
    select w.at, n.insee_code, n.kind, n.population, 1::real as alike from written w join town_names n on n.key = w.key
    union
    select s.at, m.insee_code, m.kind, m.population, similarity(m.key, s.key) from mistyped m join spelt s on s.spelling = m.spelling
  )
  select p.at, p.insee_code, p.kind, p.population,
    (select array_agg(t.postcode order by t.postcode) from towns t where t.insee_code = p.insee_code), p.alike
  from pairs p
  order by p.alike desc, p.population desc
  limit 200;
end;

-- The streets that look most like what was guessed, a few for each guess: searchable words, and the postcodes and the town, if any, to look
-- in. One statement for them all: planning takes longer than looking.
create or replace function streets_guessed(guesses jsonb, at_most integer)
returns table (guess integer, postcode text, insee_code text, name text, town text, alike real)
language sql stable parallel safe
set pg_trgm.word_similarity_threshold = 0.45
begin atomic
  select g.guess, s.postcode, s.insee_code, s.name, t.name, s.alike
  from jsonb_to_recordset(guesses) as g (guess integer, postcodes text[], insee_code text, words text)
  cross join lateral (
    select s.postcode, s.insee_code, s.name, ((similarity(g.words, s.search) + word_similarity(g.words, s.search)) / 2)::real as alike
    from streets s
    where s.postcode = any(g.postcodes) and (g.insee_code is null or s.insee_code = g.insee_code) and g.words <% s.search
    order by alike desc, s.name
    limit at_most
  ) s
  join towns t on t.postcode = s.postcode and t.insee_code = s.insee_code;
end;
