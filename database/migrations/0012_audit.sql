create table audit_facts (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  fact text not null,
  staff_id bigint references staff,
  beneficiary_id bigint references beneficiaries,
  details jsonb not null default '{}'
);
-- By what the audit trail is looked up.
create index audit_facts_about_a_beneficiary on audit_facts (beneficiary_id, at);
create index audit_facts_by_date on audit_facts (at, id);
create index audit_facts_of_staff on audit_facts (staff_id, at, id) where staff_id is not null;
create index audit_facts_by_fact on audit_facts (fact, at, id);

create trigger audit_facts_are_append_only before update or delete on audit_facts
  for each row execute function refuse_change();
create trigger audit_facts_are_never_truncated before truncate on audit_facts
  for each statement execute function refuse_change();
