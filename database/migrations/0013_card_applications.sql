create table card_applications (
  id bigint generated always as identity primary key,
  file_number text not null unique,
  beneficiary_id bigint not null references beneficiaries,
  campaign_id integer not null references campaigns,
  state text not null default 'draft',
  -- What was typed so far, by step; the columns below are filled from it when the application is sent.
  answers jsonb not null default '{}',
  photo_file_id text references files,
  identity_file_id text references files,
  situation text,
  school_id integer references schools,
  -- A school outside the Region: its name and town, from the directory or typed by hand.
  school_elsewhere jsonb,
  course_code text references courses,
  scholarship_holder boolean,
  cfa_in_region boolean,
  -- Who decides: the Region on those whom no school of ours knows, a school on its own pupils and apprentices.
  falls_to_region boolean not null generated always as (
    coalesce(situation = 'neither' or (situation = 'apprentice' and not cfa_in_region), false)) stored,
  contract_signed_on date,
  contract_ends_on date,
  benefit_rule text,
  created_at timestamptz not null,
  submitted_at timestamptz,
  decided_at timestamptz,
  constraint a_file_number_has_ten_digits check (file_number ~ '^[0-9]{10}$'),
  constraint one_application_a_campaign unique (beneficiary_id, campaign_id),
  constraint a_state_is_known check (state in ('draft', 'submitted', 'returned', 'validated', 'refused')),
  constraint a_situation_is_known check (situation in ('pupil', 'apprentice', 'neither')),
  constraint a_contract_ends_after_its_signature check (contract_ends_on > contract_signed_on),
  constraint a_sent_application_is_whole check (
    state = 'draft' or (situation is not null and benefit_rule is not null and submitted_at is not null)),
  constraint a_sent_pupil_has_a_school_and_a_photo check (
    state = 'draft' or situation <> 'pupil' or (school_id is not null and course_code is not null and photo_file_id is not null)),
  constraint a_sent_apprentice_has_a_school_a_contract_and_a_photo check (
    state = 'draft' or situation <> 'apprentice' or (
      (school_id is not null or school_elsewhere is not null) and cfa_in_region is not null
      and contract_signed_on is not null and contract_ends_on is not null and photo_file_id is not null)),
  -- It is deleted once decided; what waits for a decision has it.
  constraint what_waits_for_the_region_has_an_identity_document check (
    state <> 'submitted' or situation <> 'neither' or identity_file_id is not null),
  foreign key (campaign_id, benefit_rule) references benefits (campaign_id, rule)
);
create index card_applications_of_a_school on card_applications (school_id, state, submitted_at, id);
create index card_applications_for_the_region on card_applications (state, submitted_at, id) where falls_to_region;
create index card_applications_to_credit on card_applications (campaign_id, state);
-- The figures of a campaign, without reading the requests themselves: each is a page wide.
create index card_applications_in_figures on card_applications (campaign_id, school_id) include (state, submitted_at, decided_at);
-- Deleting a file asks each table that may show it: without these, all of its rows, each time that somebody sends another photo.
create index applications_by_photo on card_applications (photo_file_id) where photo_file_id is not null;
create index applications_by_identity_document on card_applications (identity_file_id) where identity_file_id is not null;

-- What happened to an application, by whom: shown to its owner, its school and the Region.
create table application_events (
  id bigint generated always as identity primary key,
  application_id bigint not null references card_applications,
  at timestamptz not null,
  event text not null,
  staff_id bigint references staff,
  reason text,
  constraint an_event_is_known check (
    event in ('registered', 'submitted', 'document-replaced', 'validated', 'returned', 'refused', 'moved')),
  constraint a_return_or_a_refusal_has_a_reason check (event not in ('returned', 'refused') or reason is not null),
  constraint a_move_has_a_reason check (event <> 'moved' or reason is not null)
);
create index application_events_of_an_application on application_events (application_id, at);
create trigger application_events_are_append_only before update or delete on application_events
  for each row execute function refuse_change();
create trigger application_events_are_never_truncated before truncate on application_events
  for each statement execute function refuse_change();
