-- A file that an agent sends may hold IBANs: its pieces are encrypted as they come. Those that are there were not.
alter table received_pieces add column is_encrypted boolean not null default false;

-- Accounts that a file of the Region brought, whose shops have not been told yet: the clock tells them, so that no import waits for 5,000 mails.
alter table bank_accounts add column is_to_tell boolean not null default false;
create index bank_accounts_to_tell on bank_accounts (id) where is_to_tell;

alter table imports
  drop constraint a_file_of_schools_or_partners_takes_a_second_person,
  add constraint a_file_of_schools_or_partners_takes_a_second_person
    check (kind not in ('schools', 'partners', 'bank-accounts') or agreed_by <> sent_by);
