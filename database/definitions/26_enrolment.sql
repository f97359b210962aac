-- Room: requests/enrolment

-- Who asked a school, as they are looked for on its list. `asked_as` changes with anything that they are looked for by.
create view enrolment_requests as
  select a.id, a.file_number, a.beneficiary_id, a.school_id, a.campaign_id, a.state, a.situation, a.course_code, a.course_label,
    a.contract_ends_on, p.last_name, p.first_name, p.printed_last_name, p.printed_first_name, p.birth_date, coalesce(n.keys, '{}') as ine,
    md5(concat_ws(E'\n', a.school_id, a.campaign_id, a.situation, a.course_code, p.last_name, p.first_name, p.printed_last_name,
      p.printed_first_name, p.birth_date, a.contract_ends_on, encode(n.keys[1], 'hex'))) as asked_as
  from sent_applications a
  join people p on p.id = a.beneficiary_id
  left join national_numbers n on n.application_id = a.id
  where a.school_id is not null and a.state in ('submitted', 'returned', 'validated') and not p.is_closed;
comment on column enrolment_requests.school_id is 'not null';
comment on column enrolment_requests.ine is 'not null';
comment on column enrolment_requests.asked_as is 'not null';

-- Who gave their national number, and when: what stands for it says nothing to anybody.
create view national_numbers_of_people as
  select a.beneficiary_id, n.application_id, a.campaign_name, n.given_at
  from national_numbers n
  join applications a on a.id = n.application_id;
comment on column national_numbers_of_people.beneficiary_id is 'not null';
comment on column national_numbers_of_people.campaign_name is 'not null';

-- What the list in use says of a request; nothing of one that has changed since, until it is looked for again.
create view enrolment_answers as
  select e.application_id, e.answer, e.why, e.differs, e.candidates, e.pupil_id, e.at, p.class, l.id as list_id, l.taken_by,
    -- A person said who it is.
    exists (select from enrolment_judgements j where j.application_id = e.application_id and j.is_same) as is_recognised,
    -- The State knows the pupils of neither: that it does not find them says nothing against such a list.
    l.family in ('agricultural', 'cfa') as is_beyond_the_state
  from enrolments e
  join enrolment_requests r on r.id = e.application_id and r.asked_as = e.asked_as
  join school_lists l on l.id = e.list_id and l.state = 'in-use' and l.school_id = r.school_id and l.campaign_id = r.campaign_id
  left join pupils_on_lists p on p.id = e.pupil_id;

-- What the list of their CFA says of the contract of somebody who is found on it, or was before they left.
create view contracts_on_lists as
  select e.application_id, p.contract_begins_on, p.contract_ends_on, p.contract_broken_on
  from enrolment_answers e
  join pupils_on_lists p on p.id = e.pupil_id
  where p.contract_begins_on is not null;
comment on column contracts_on_lists.application_id is 'not null';
comment on column contracts_on_lists.contract_begins_on is 'not null';

-- What their school's list says of somebody who asked: for them, who take it away.
create view enrolments_of_people as
  select a.beneficiary_id, e.application_id, e.answer, e.at, p.last_name, p.usage_name, array_to_string(p.first_names, ' ') as first_names,
    p.birth_date, p.class, p.course, p.left_on, p.contract_begins_on, p.contract_ends_on, p.contract_broken_on
  from enrolments e
  join applications a on a.id = e.application_id
  left join pupils_on_lists p on p.id = e.pupil_id;
comment on column enrolments_of_people.beneficiary_id is 'not null';
