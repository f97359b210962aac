-- Room: requests/outages

-- The schools in whose place the Region decides now, each since when.
create view schools_taken_over as
  select school_id, outage_id, taken_at from outage_schools where given_back_at is null;

-- Those in whose place it decided once, too.
create view outages_of_schools as
  select outage_id, school_id, taken_at, given_back_at from outage_schools;
