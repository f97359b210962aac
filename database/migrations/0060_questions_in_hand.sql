-- A question received is sorted by subject, taken by one agent at a time, answered as often as needed, and linked to a file. It ends with an
-- answer, or without one.
create table question_answers (
  id integer generated always as identity primary key,
  question_id integer not null references questions_received on delete cascade,
  body text not null,
  answered_at timestamptz not null,
  answered_by bigint not null references staff
);
create index answers_of_a_question on question_answers (question_id, id);
insert into question_answers (question_id, body, answered_at, answered_by)
  select id, answer, answered_at, answered_by from questions_received where answer is not null order by answered_at, id;

alter table questions_received drop constraint an_answer_has_its_author_and_date;
alter table questions_received rename column answered_at to ended_at;
alter table questions_received rename column answered_by to ended_by;
alter table questions_received
  drop column answer,
  add column theme text,
  add column taken_at timestamptz,
  add column taken_by bigint references staff,
  add column beneficiary_id bigint references beneficiaries,
  add column partner_id integer references partners,
  add column search text not null generated always as (searchable(name || ' ' || email || ' ' || subject || ' ' || body)) stored,
  add constraint a_theme_is_known
    check (theme in ('account', 'request', 'card', 'money', 'aid', 'partner', 'school', 'other')),
  add constraint a_question_ends_by_somebody check ((ended_at is null) = (ended_by is null)),
  add constraint a_question_is_taken_by_somebody check ((taken_at is null) = (taken_by is null)),
  add constraint a_question_is_about_one_file check (num_nonnulls(beneficiary_id, partner_id) <= 1);
create index questions_in_order on questions_received (received_at, id);
create index questions_in_order_of_theme on questions_received (theme, received_at, id);
create index questions_by_words on questions_received using gin (search gin_trgm_ops);
create index questions_about_a_beneficiary on questions_received (beneficiary_id, received_at) where beneficiary_id is not null;
create index questions_about_a_partner on questions_received (partner_id, received_at) where partner_id is not null;

-- What agents answer again and again.
create table answer_templates (
  id integer generated always as identity primary key,
  title text not null,
  theme text,
  body text not null,
  constraint a_template_has_its_own_title unique (title),
  constraint a_theme_is_known check (theme in ('account', 'request', 'card', 'money', 'aid', 'partner', 'school', 'other'))
);

-- What an agent leaves on a file for the next one.
create table file_notes (
  id bigint generated always as identity primary key,
  beneficiary_id bigint references beneficiaries,
  partner_id integer references partners,
  body text not null,
  written_at timestamptz not null,
  written_by bigint not null references staff,
  constraint a_note_is_on_one_file check (num_nonnulls(beneficiary_id, partner_id) = 1)
);
create index notes_on_a_beneficiary on file_notes (beneficiary_id, written_at) where beneficiary_id is not null;
create index notes_on_a_partner on file_notes (partner_id, written_at) where partner_id is not null;
create index notes_by_age on file_notes (written_at);
