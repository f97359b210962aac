-- A school that lets people wait: since when days count, whom the Region takes, who was reminded of whom.

-- The first day of school: days of waiting count from it, at the earliest. The first day of the campaign, when it is not said.
alter table campaigns add column schools_begin_on date;
update campaigns set schools_begin_on = make_date(extract(year from starts_on)::integer, 9, 1)
where make_date(extract(year from starts_on)::integer, 9, 1) between starts_on and ends_on;

-- The Region may decide too, as on those that no school of ours knows.
alter table card_applications add column handed_to_region_at timestamptz;
create index card_applications_handed_to_the_region on card_applications (state, submitted_at, id) where handed_to_region_at is not null;
create index card_applications_waiting_at_schools on card_applications (school_id) where state = 'submitted' and school_id is not null;
alter table application_events
  drop constraint an_event_is_known,
  add constraint an_event_is_known check (
    event in ('registered', 'submitted', 'document-replaced', 'validated', 'returned', 'refused', 'moved', 'withdrawn', 'handed'));

-- What somebody sends to the Region when their school does not answer.
create table enrolment_certificates (
  application_id bigint primary key references card_applications,
  file_id text not null unique references files,
  sent_at timestamptz not null
);

-- What was said of a request that waits: the last time of each kind.
create table delay_reminders (
  application_id bigint not null references card_applications,
  kind text not null,
  at timestamptz not null,
  staff_id bigint references staff,
  primary key (application_id, kind),
  constraint a_reminder_is_of_a_known_kind check (kind in ('seven-days', 'fourteen-days', 'by-region', 'to-owner')),
  constraint somebody_of_the_region_reminds_by_hand check ((kind = 'by-region') = (staff_id is not null))
);

-- How long a school usually takes, counted in the night.
create table school_delays (
  school_id integer not null references schools,
  campaign_id integer not null references campaigns,
  answered integer not null,
  median_days double precision not null,
  primary key (school_id, campaign_id)
);
