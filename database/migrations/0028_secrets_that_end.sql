-- The newest temporary password only: trying a password against several takes longer, and tells of an account that has some.
delete from temporary_passwords t
where exists (
  select from temporary_passwords newer
  where newer.beneficiary_id = t.beneficiary_id and (newer.expires_at, newer.ctid) > (t.expires_at, t.ctid));
drop index temporary_passwords_of_a_beneficiary;
alter table temporary_passwords add constraint a_person_has_one_temporary_password primary key (beneficiary_id);

-- A secret that was shown and never scanned opens nothing after ten minutes: see OFFER_MINUTES in features/people/staff/second-factor.ts.
alter table second_factors add column offered_at timestamptz;
update second_factors set offered_secret_encrypted = null;
alter table second_factors add constraint an_offered_secret_has_its_instant
  check ((offered_secret_encrypted is null) = (offered_at is null));

-- Whoever asks for a new password in the name of somebody invited leaves the invitation as it was.
alter table staff_links add column is_reset boolean not null default false;
