-- The register of what people ask about their data (GDPR, articles 12 to 22): answered within a month, two more when it says why.
create table data_requests (
  id integer generated always as identity primary key,
  kind text not null,
  received_on date not null,
  due_on date not null,
  -- Who asks and where they are answered; forgotten with the register's line, or when their account closes.
  asked_by text not null,
  beneficiary_id bigint references beneficiaries,
  words text not null,
  recorded_at timestamptz not null,
  recorded_by bigint not null references staff,
  extension_reason text,
  outcome text,
  answer text,
  ended_at timestamptz,
  ended_by bigint references staff,
  constraint a_right_is_known check (kind in ('access', 'rectification', 'erasure', 'restriction', 'objection', 'portability')),
  constraint a_request_is_due_after_a_month_or_three check (
    due_on = (received_on + interval '1 month')::date and extension_reason is null
    or due_on = (received_on + interval '3 months')::date and extension_reason is not null),
  constraint an_outcome_is_known check (outcome in ('done', 'refused')),
  constraint an_outcome_says_what_and_by_whom check (num_nonnulls(outcome, answer, ended_at, ended_by) in (0, 4))
);
create index data_requests_by_deadline on data_requests (due_on, id);
create index data_requests_by_reception on data_requests (received_on, id);
create index data_requests_of_a_person on data_requests (beneficiary_id) where beneficiary_id is not null;
create index data_requests_ended on data_requests (ended_at) where ended_at is not null;
