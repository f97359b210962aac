-- What is the same says so without being read: encrypted, two photos or two accounts that are one are as different as any two.
alter table files add column mark bytea;
create index files_by_mark on files (mark) where mark is not null;
alter table apprentice_aid_requests add column iban_mark bytea;
create index aid_requests_by_account on apprentice_aid_requests (iban_mark) where iban_mark is not null;

insert into vigilance_thresholds values
  ('same-photo', 1, 1),
  ('same-account', 1, 1);
