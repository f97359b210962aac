-- The closings of a shop's days (« Z »): each has the next number of that shop, and what it says is what it said when it was made.
create table closings (
  partner_id integer not null references partners,
  number integer not null,
  day date not null,
  made_at timestamptz not null,
  made_by bigint not null references staff,
  -- What was taken and given back, by nature and by user: as books/queries.ts reads it.
  rows jsonb not null,
  primary key (partner_id, number),
  constraint closings_are_numbered_from_one check (number > 0),
  constraint a_day_is_closed_once unique (partner_id, day)
);
