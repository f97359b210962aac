-- Room: schools/enrolment-lists

-- The lists that schools gave, without what they say of pupils.
create view school_lists as
  select l.id, l.school_id, l.campaign_id, l.state, l.given_by, l.taken_at, l.taken_by, l.exported_at, l.family
  from enrolment_lists l;

-- Who is on the lists in use.
create view pupils_on_lists as
  select p.id, p.list_id, p.keys, p.last_name, p.usage_name, p.first_names, p.birth_date, p.class, p.course, p.status, p.left_on,
    p.is_inactive, p.line, p.contract_begins_on, p.contract_ends_on, p.contract_broken_on
  from enrolled_pupils p;
