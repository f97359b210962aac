alter table card_applications
  add column cfa_in_region boolean,
  -- A school outside the Region: its name and town, from the directory or typed by hand.
  add column school_elsewhere jsonb,
  add column contract_signed_on date,
  add column contract_ends_on date,
  add column identity_file_id text references files,
  add constraint a_contract_ends_after_its_signature check (contract_ends_on > contract_signed_on),
  add constraint a_sent_apprentice_has_a_school_a_contract_and_a_photo check (
    state = 'draft' or situation <> 'apprentice' or (
      (school_id is not null or school_elsewhere is not null) and cfa_in_region is not null
      and contract_signed_on is not null and contract_ends_on is not null and photo_file_id is not null));

create index card_applications_for_the_region on card_applications (state, submitted_at, id)
  where situation = 'neither' or (situation = 'apprentice' and not cfa_in_region);

-- The day from which a file is forgotten by the clock; null as long as what it belongs to is open.
alter table files add column delete_after date;
create index files_to_delete on files (delete_after) where delete_after is not null;
