-- What schools say of who is enrolled, and what becomes of requests by it.

-- Whether a request whose author is found on the school's list is accepted without anybody: never, at once, or in the night.
alter table campaigns
  add column enrolment_acceptance text not null default 'by-hand',
  add constraint how_found_requests_are_accepted_is_known check (enrolment_acceptance in ('by-hand', 'at-once', 'by-night'));

-- A list that a school gave: tried, then in use until a newer one takes its place. What it says of pupils goes then.
create table enrolment_lists (
  id integer generated always as identity primary key,
  school_id integer not null references schools,
  campaign_id integer not null references campaigns,
  state text not null default 'tried',
  family text not null,
  file_name text not null,
  -- On French clocks, as the school's software writes it: only compared.
  exported_at timestamp,
  given_at timestamptz not null,
  given_by bigint not null references staff,
  taken_at timestamptz,
  taken_by bigint references staff,
  pupils integer not null,
  elsewhere integer not null,
  told jsonb not null,
  dropped text[] not null,
  constraint a_state_of_a_list_is_known check (state in ('tried', 'in-use', 'replaced')),
  constraint a_family_of_lists_is_known check (family in ('siecle', 'agricultural', 'cfa', 'columns')),
  constraint a_list_that_was_taken_says_when_and_by_whom check (num_nonnulls(taken_at, taken_by) = case state when 'tried' then 0 else 2 end)
);
create unique index a_school_has_one_list_in_use on enrolment_lists (school_id, campaign_id) where state = 'in-use';
create unique index a_school_tries_one_list_at_a_time on enrolment_lists (school_id) where state = 'tried';
create index enrolment_lists_of_a_school on enrolment_lists (school_id, id desc);
create index enrolment_lists_of_a_campaign on enrolment_lists (campaign_id);

-- Somebody on a list. `keys`: what stands for them, under the site's keys: of their national number, or of their names and birth date.
create table enrolled_pupils (
  id bigint generated always as identity primary key,
  list_id integer not null references enrolment_lists on delete cascade,
  line integer not null,
  keys bytea[] not null,
  has_ine boolean not null,
  last_name text not null,
  usage_name text,
  first_names text[] not null,
  birth_date date,
  class text,
  course text,
  status text,
  left_on date,
  is_inactive boolean not null,
  constraint a_pupil_has_one_to_three_first_names check (cardinality(first_names) between 1 and 3),
  constraint a_status_on_a_list_is_known check (status in ('pupil', 'apprentice'))
);
create index enrolled_pupils_of_a_list on enrolled_pupils (list_id, line);

-- The columns of a table that a school sends, as it pointed at them; none until it does.
create table list_columns (
  school_id integer primary key references schools,
  titles text[] not null,
  written text[] not null,
  columns jsonb,
  at timestamptz not null,
  staff_id bigint not null references staff
);

-- Whether the author of a request is on the list in use. `asked_as`: as what they were looked for; what is known of them since is another.
create table enrolments (
  application_id bigint primary key references card_applications,
  list_id integer not null references enrolment_lists on delete cascade,
  answer text not null,
  pupil_id bigint references enrolled_pupils on delete cascade,
  candidates bigint[] not null default '{}',
  why text,
  differs text[] not null default '{}',
  asked_as text not null,
  at timestamptz not null,
  constraint an_answer_on_enrolment_is_known check (answer in ('found', 'not-found', 'unknown')),
  constraint who_is_found_is_one_pupil check (answer <> 'found' or pupil_id is not null),
  constraint why_somebody_is_not_found_is_known check (why in ('left', 'several', 'close'))
);
create index enrolments_of_a_list on enrolments (list_id);
create index enrolments_of_a_pupil on enrolments (pupil_id);
create unique index a_pupil_is_found_for_one_request on enrolments (pupil_id) where answer = 'found';

-- What somebody of the school said of a request and of somebody on the list: a newer list does not ask it again.
create table enrolment_judgements (
  id bigint generated always as identity primary key,
  application_id bigint not null references card_applications,
  keys bytea[] not null,
  is_same boolean not null,
  at timestamptz not null,
  staff_id bigint not null references staff
);
create index enrolment_judgements_of_a_request on enrolment_judgements (application_id);
