-- Room: region/incidents

-- The incidents that somebody's file is part of: for its owner, who takes it away. What agents say of it is theirs.
create view incidents_about_people as
  select l.beneficiary_id, i.kind, l.added_at, i.closed_at
  from incident_links l
  join incidents i on i.id = l.incident_id
  where l.beneficiary_id is not null;
comment on column incidents_about_people.beneficiary_id is 'not null';
