-- At which school somebody who works at several did or read something: they choose one for each session.
alter table audit_facts add column school_id integer references schools;
