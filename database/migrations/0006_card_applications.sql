create table card_applications (
  id bigint generated always as identity primary key,
  file_number text not null unique,
  beneficiary_id bigint not null references beneficiaries,
  campaign_id integer not null references campaigns,
  state text not null default 'draft',
  -- What was typed so far, by step; the columns below are filled from it when the application is sent.
  answers jsonb not null default '{}',
  photo_file_id text references files,
  situation text,
  school_id integer references schools,
  course_code text references courses,
  scholarship_holder boolean,
  benefit_rule text,
  created_at timestamptz not null,
  submitted_at timestamptz,
  decided_at timestamptz,
  constraint a_file_number_has_ten_digits check (file_number ~ '^[0-9]{10}$'),
  constraint one_application_a_campaign unique (beneficiary_id, campaign_id),
  constraint a_state_is_known check (state in ('draft', 'submitted', 'returned', 'validated', 'refused')),
  constraint a_situation_is_known check (situation in ('pupil', 'apprentice', 'neither')),
  constraint a_sent_application_is_whole check (
    state = 'draft' or (situation is not null and benefit_rule is not null and submitted_at is not null)),
  constraint a_sent_pupil_has_a_school_and_a_photo check (
    state = 'draft' or situation <> 'pupil' or (school_id is not null and course_code is not null and photo_file_id is not null)),
  foreign key (campaign_id, benefit_rule) references benefits (campaign_id, rule)
);
create index card_applications_of_a_school on card_applications (school_id, state, submitted_at, id);
create index card_applications_to_credit on card_applications (campaign_id, state);

-- What happened to an application, by whom: shown to its owner, its school and the Region.
create table application_events (
  id bigint generated always as identity primary key,
  application_id bigint not null references card_applications,
  at timestamptz not null,
  event text not null,
  staff_id bigint references staff,
  reason text,
  constraint an_event_is_known check (event in ('registered', 'submitted', 'validated', 'returned', 'refused')),
  constraint a_return_or_a_refusal_has_a_reason check (event not in ('returned', 'refused') or reason is not null)
);
create index application_events_of_an_application on application_events (application_id, at);
create trigger application_events_are_append_only before update or delete on application_events
  for each row execute function refuse_change();
create trigger application_events_are_never_truncated before truncate on application_events
  for each statement execute function refuse_change();
