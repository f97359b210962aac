-- The Region decides in the place of schools: of one, of those of a department, of all, until it gives them back.

create table outages (
  id integer generated always as identity primary key,
  scope text not null,
  -- The first three digits of the UAI of its schools.
  department text,
  school_id integer references schools,
  reason text not null,
  asked_by bigint not null references staff,
  agreed_by bigint not null references staff,
  taken_at timestamptz not null,
  back_asked_by bigint references staff,
  back_agreed_by bigint references staff,
  given_back_at timestamptz,
  constraint what_is_taken_over_is_known check (scope in ('school', 'department', 'all')),
  constraint what_is_taken_over_is_named check ((department is not null) = (scope = 'department') and (school_id is not null) = (scope = 'school')),
  constraint whoever_asks_to_take_over_does_not_agree_to_it check (asked_by <> agreed_by),
  constraint whoever_asks_to_give_back_does_not_agree_to_it check (back_asked_by <> back_agreed_by),
  constraint schools_are_given_back_by_two_people check (num_nonnulls(back_asked_by, back_agreed_by, given_back_at) in (0, 3))
);

-- Each of its schools, whatever became of its number since.
create table outage_schools (
  outage_id integer not null references outages,
  school_id integer not null references schools,
  taken_at timestamptz not null,
  given_back_at timestamptz,
  primary key (outage_id, school_id)
);
create unique index a_school_is_taken_over_once on outage_schools (school_id) where given_back_at is null;
create index outages_of_a_school on outage_schools (school_id);

-- What schools and young people are told of it by the clock, and how far it went.
create table outage_news (
  outage_id integer not null references outages,
  what text not null,
  at timestamptz not null,
  schools_told_at timestamptz,
  told_to bigint not null default 0,
  told_at timestamptz,
  primary key (outage_id, what),
  constraint what_is_said_of_an_outage_is_known check (what in ('taken-over', 'given-back'))
);
create index news_of_outages_to_tell on outage_news (at) where told_at is null;

-- What was asked of two people for one school is the same act.
update acts_of_two
set kind = 'outage.taking-over', subject = 'school ' || (input ->> 'id'), input = jsonb_build_object(
  'scope', 'school', 'department', null, 'school', (input ->> 'id')::integer, 'reason', 'Demandes qui attendent')
where kind = 'school.requests-taken-over';

insert into vigilance_thresholds values ('decided-for-schools', 200, 1000);
