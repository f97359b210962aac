-- The national number (INE) that whoever asks for the card may give: only what stands for it under the site's keys, as lists keep theirs.
create table national_numbers (
  application_id bigint primary key references card_applications,
  keys bytea[] not null,
  given_at timestamptz not null,
  constraint a_number_that_is_given_leaves_a_fingerprint check (cardinality(keys) > 0)
);
