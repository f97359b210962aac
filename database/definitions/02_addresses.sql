-- Room: people/addresses

-- Where streets and towns are, for a distance.
create view street_places as
  select postcode, insee_code, name, longitude, latitude from streets;
create view town_places as
  select postcode, insee_code, name, longitude, latitude from towns;

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
