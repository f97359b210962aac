-- A file that came while the antivirus was away is kept, and read by nobody until it has been looked at.
alter table files
  add column quarantine text,
  add constraint a_file_waits_for_the_antivirus_or_was_infected check (quarantine in ('waiting', 'infected'));
create index files_in_quarantine on files (policy, created_at) where quarantine = 'waiting';
