-- Room: people/accounts

-- Who has chosen a password.
create view chosen_passwords as
  select beneficiary_id from passwords;

-- The file numbers and card numbers that somebody was given, and with which of them they sign in.
create view numbers_given as
  select file_number as number, beneficiary_id, true as signs_in from applications
  union all
  select number, beneficiary_id, opposed_at is null from cards_given;
comment on column numbers_given.number is 'not null';
comment on column numbers_given.beneficiary_id is 'not null';
comment on column numbers_given.signs_in is 'not null';

-- Nobody ever came in: no password was chosen or is awaited, nothing was sent.
create view accounts_never_used as
  select a.id, a.created_at
  from open_accounts a
  where not exists (select from passwords p where p.beneficiary_id = a.id)
    and not exists (select from temporary_passwords t where t.beneficiary_id = a.id)
    and not exists (select from sent_applications s where s.beneficiary_id = a.id);
