-- A message on all pages of those whom it concerns: an outage, a late school, the site closing.
create table banners (
  id integer generated always as identity primary key,
  text text not null,
  level text not null,
  shown_to text[] not null,
  shown_from timestamptz not null,
  shown_until timestamptz not null,
  constraint a_level_is_known check (level in ('information', 'warning', 'outage')),
  constraint a_banner_is_shown_to_somebody check (
    cardinality(shown_to) > 0 and shown_to <@ array['public', 'beneficiary', 'partner', 'school', 'agent']),
  constraint a_banner_is_shown_then_withdrawn check (shown_from < shown_until)
);
create index banners_by_end on banners (shown_until);
