-- Where somebody of a school works, and what they may do there: one account may work at several. Whoever worked at a school before did
-- everything, and goes on.
create table staff_schools (
  staff_id bigint not null references staff,
  school_id integer not null references schools,
  roles text[] not null,
  added_at timestamptz not null,
  -- The school closed it: what its owner does elsewhere goes on.
  closed_at timestamptz,
  primary key (staff_id, school_id),
  constraint who_works_at_a_school_has_a_role_there check (roles <> '{}'),
  constraint school_roles_are_known check (roles <@ array['head', 'office', 'reader'])
);
create index staff_who_work_at_a_school on staff_schools (school_id);

insert into staff_schools (staff_id, school_id, roles, added_at)
  select id, school_id, array['head', 'office'], opened_at from staff where school_id is not null;
