-- The seal of each line of a journal, in their order: made of the line and of the seal before it, with a key that is not here.
create table seals (
  journal text not null,
  row_id bigint not null,
  -- The line whose seal this one was made after; 0 for the first.
  after_id bigint not null,
  seal bytea not null,
  -- What is left of a line that retention ended.
  hash bytea,
  primary key (journal, row_id),
  constraint a_journal_is_known check (journal in ('money', 'facts')),
  constraint a_seal_comes_after_another check (after_id < row_id)
);

-- A fact that retention ends may go once its seal keeps its hash: see database/definitions/22_seals.sql, which makes its trigger.
drop trigger audit_facts_are_append_only on audit_facts;
create trigger audit_facts_are_never_changed before update on audit_facts
  for each row execute function refuse_change();
