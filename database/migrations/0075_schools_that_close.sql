-- A school that the national file says closed is; an agent's own decision stays until the file says the same (who took it is
-- in the journal of facts: a school that named its agent would be in a circle with the accounts of its office).
alter table schools
  add column closes_on date,
  add column open_decided_at timestamptz;
-- Until now only agents closed schools, and those that they add wait for a second person.
update schools s
set open_decided_at = (
  select f.at from audit_facts f
  where f.fact in ('school.closed', 'school.added') and (f.details ->> 'school_id')::integer = s.id and f.staff_id is not null
  order by f.id desc limit 1)
where not s.open;
create index schools_that_close on schools (closes_on) where open and closes_on is not null;
