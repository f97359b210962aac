create table partner_types (
  code text primary key,
  label text not null
);

create table partners (
  id integer generated always as identity primary key,
  code text not null unique,
  name text not null,
  type_code text not null references partner_types,
  street text not null,
  postcode text not null,
  town text not null,
  phone text,
  email text,
  website text,
  longitude double precision,
  latitude double precision,
  accepts_prepayments boolean not null,
  accepts_online_payments boolean not null,
  active boolean not null default true,
  name_search text not null generated always as (searchable(name)) stored,
  town_search text not null generated always as (searchable(town)) stored
);
create index partners_by_name on partners using gin (name_search gin_trgm_ops);
create index partners_by_town on partners (town_search, name);
create index partners_by_type on partners (type_code);
