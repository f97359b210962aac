-- At which shop somebody who works at several did or read something, as at which school: they choose one for each session.
alter table audit_facts add column partner_id integer references partners;
