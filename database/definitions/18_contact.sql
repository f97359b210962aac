-- Room: scheme/contact

create view unanswered_questions as
  select id, received_at from questions_received where ended_at is null;

-- What was asked about somebody's file, with what was answered, and what agents left on it: for its owner, who takes it away.
create view questions_about_people as
  select q.id, q.beneficiary_id, q.received_at, q.subject, q.body,
    (select json_agg(json_build_object('le', a.answered_at, 'réponse', a.body) order by a.id)
      from question_answers a where a.question_id = q.id) as answers
  from questions_received q
  where q.beneficiary_id is not null;
comment on column questions_about_people.beneficiary_id is 'not null';

create view notes_on_people as
  select id, beneficiary_id, written_at, body from file_notes where beneficiary_id is not null;
comment on column notes_on_people.beneficiary_id is 'not null';

-- How much was said about each file.
create view exchanges_of_files as
  select beneficiary_id, partner_id, received_at as at, 'question' as kind
  from questions_received where num_nonnulls(beneficiary_id, partner_id) = 1
  union all
  select beneficiary_id, partner_id, written_at, 'note' from file_notes;
comment on column exchanges_of_files.at is 'not null';
comment on column exchanges_of_files.kind is 'not null';
