-- Who of the staff was told that their account closes because nobody uses it.
create table unused_warnings (
  staff_id bigint primary key references staff,
  warned_at timestamptz not null
);

-- Somebody looked at who may do what at the Region, and found it right.
create table rights_reviews (
  id integer generated always as identity primary key,
  at timestamptz not null,
  staff_id bigint not null references staff,
  -- How many accounts of the Region were open then.
  accounts integer not null,
  remarks text
);
create index rights_reviews_by_date on rights_reviews (at);
