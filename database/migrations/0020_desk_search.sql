-- The Region finds somebody among 250,000 by what they are known by.

alter table beneficiaries
  -- In the collation "C" one index serves the beginning of a name and the order of the list.
  add column search text collate "C" not null generated always as (searchable(last_name || ' ' || first_name)) stored,
  -- Since when nobody signs in to this account, by decision of an agent.
  add column sign_in_blocked_at timestamptz;

-- By what a word of a name is found although it is mistyped: spellings that sound alike become one, and each word is known also without
-- any one of its letters. Two words that differ by a letter missing, added, changed or swapped with its neighbour share a key.
create function name_keys(names text) returns text[]
language plpgsql immutable strict parallel safe as $$
declare
  word text;
  keys text[] := '{}';
begin
  foreach word in array string_to_array(public.searchable(names), ' ') loop
    word := regexp_replace(translate(replace(replace(word, 'ph', 'f'), 'qu', 'c'), 'kqyzwh', 'ccisv'), '(.)\1+', '\1', 'g');
    continue when word = '';
    keys := keys || word;
    continue when length(word) <= 3;
    for position in 1 .. length(word) loop
      keys := keys || overlay(word placing '' from position for 1);
    end loop;
  end loop;
  return keys;
end $$;

create index beneficiaries_by_name on beneficiaries (search, id) where closed_at is null;
create index beneficiaries_by_name_keys on beneficiaries using gin (name_keys(last_name || ' ' || first_name)) where closed_at is null;
create index beneficiaries_by_email on beneficiaries (lower(email) text_pattern_ops);

-- A name that an agent corrected, as it was; forgotten with its owner. Why it was corrected is in the audit.
create table former_names (
  id bigint generated always as identity primary key,
  beneficiary_id bigint not null references beneficiaries,
  last_name text not null,
  first_name text not null,
  until timestamptz not null
);
create index former_names_of_a_beneficiary on former_names (beneficiary_id);

alter table application_events
  drop constraint an_event_is_known,
  add constraint an_event_is_known check (
    event in ('registered', 'submitted', 'document-replaced', 'validated', 'returned', 'refused', 'moved')),
  add constraint a_move_has_a_reason check (event <> 'moved' or reason is not null);

-- What was sent, the newest first; and what failed, among a million that did not.
create index messages_by_date on messages (created_at, id);
create index messages_by_address on messages (lower(address) text_pattern_ops, created_at);
create index messages_failed on messages (created_at, id) where state = 'failed';

-- The audit trail, by what it is looked up by.
create index audit_facts_by_date on audit_facts (at, id);
create index audit_facts_of_staff on audit_facts (staff_id, at, id) where staff_id is not null;
create index audit_facts_by_fact on audit_facts (fact, at, id);

-- The figures of a campaign, without reading the requests themselves: each is a page wide.
create index card_applications_in_figures on card_applications (campaign_id, school_id) include (state, submitted_at, decided_at);
