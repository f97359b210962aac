-- Room: requests/state-enrolment

-- What the State says of a request; nothing of one that has changed since, until it is asked again. `contradicts`: it says another thing than
-- whoever asked for the card, so that nothing is accepted without a person.
create view state_answers as
  select e.application_id, e.answer, e.why, e.asked_at,
    e.answer = 'not-found' or coalesce(e.why in ('other-person', 'other-school', 'other-status'), false) as contradicts
  from state_enrolments e
  join enrolment_requests r on r.id = e.application_id and r.asked_as = e.asked_as;
comment on column state_answers.contradicts is 'not null';

-- The same for whom it is about, who takes it away.
create view state_answers_on_people as
  select a.beneficiary_id, e.application_id, e.answer, e.why, e.asked_at
  from state_enrolments e
  join applications a on a.id = e.application_id;
comment on column state_answers_on_people.beneficiary_id is 'not null';
