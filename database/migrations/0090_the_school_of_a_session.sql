-- For which of their schools somebody works in a session, once they have said it: never one where they have no place.
alter table sessions
  add column school_id integer,
  add constraint a_session_is_at_a_school_of_its_owner foreign key (staff_id, school_id) references staff_schools;
