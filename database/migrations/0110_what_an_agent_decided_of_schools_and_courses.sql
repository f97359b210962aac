-- What an agent decided of a school's last day, of a course, or of what a school teaches: a national file does not undo it, and says where it differs.
alter table schools add column closes_on_decided_at timestamptz;
alter table courses add column open_decided_at timestamptz;
-- Only agents close courses, until now.
update courses c
set open_decided_at = coalesce((
  select max(f.at) from audit_facts f where f.fact = 'course.changed' and f.details ->> 'code' = c.code), now())
where not c.open;

-- Courses that an agent took away from a school.
create table courses_taken_away (
  school_id integer not null references schools on delete cascade,
  course_code text not null references courses on delete cascade,
  by_apprenticeship boolean not null,
  at timestamptz not null,
  primary key (school_id, course_code, by_apprenticeship)
);
create index courses_taken_away_of_a_course on courses_taken_away (course_code);
