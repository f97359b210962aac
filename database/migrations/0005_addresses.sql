create table towns (
  insee_code text not null,
  postcode text not null,
  name text not null,
  longitude double precision,
  latitude double precision,
  primary key (postcode, insee_code)
);

-- The key begins with the name so that the planner, who underestimates large towns, has only streets_by_words to find
-- the streets of one: of its thousands that index reads those that look alike, 3 ms instead of 50.
create table streets (
  postcode text not null,
  insee_code text not null,
  name text not null,
  -- The middle of the street, from the national address file: where somebody lives, for a distance.
  longitude double precision,
  latitude double precision,
  search text not null generated always as (searchable(name)) stored,
  primary key (name, postcode, insee_code)
);
create index streets_by_words on streets using gin (postcode, search gin_trgm_ops);
