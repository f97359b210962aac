-- Room: money/seals

-- The lines that retention ended: their seal keeps their hash.
create view ended_lines as
  select journal, row_id from seals where hash is not null;

-- Keeps the hashes of lines that are about to go. Made with the key, which is not here: one that is made up is found by ledger:check.
create or replace function keep_hashes(p_journal text, p_ids bigint[], p_hashes bytea[]) returns void
language sql security definer set search_path = public, pg_temp as $$
  update seals s set hash = kept.hash
  from unnest(p_ids, p_hashes) as kept (row_id, hash)
  where s.journal = p_journal and s.row_id = kept.row_id and s.hash is null;
$$;

create or replace function refuse_to_delete_a_fact() returns trigger
language plpgsql as $$
begin
  if not exists (select from ended_lines where journal = 'facts' and row_id = old.id) then
    raise exception '% is append-only: a correction is a new row', tg_table_name using errcode = 'insufficient_privilege';
  end if;
  return old;
end $$;

create or replace trigger audit_facts_stay_until_their_hash_is_kept before delete on audit_facts
  for each row execute function refuse_to_delete_a_fact();
