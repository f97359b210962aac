-- What people ask by the contact form. Who they are is what they say.
create table questions_received (
  id integer generated always as identity primary key,
  name text not null,
  email text not null,
  file_number text,
  subject text not null,
  body text not null,
  received_at timestamptz not null,
  answer text,
  answered_at timestamptz,
  answered_by bigint references staff,
  constraint an_answer_has_its_author_and_date check (num_nonnulls(answer, answered_at, answered_by) in (0, 3))
);
create index questions_waiting on questions_received (received_at) where answered_at is null;
create index questions_of_a_person on questions_received (lower(email), received_at);
