-- Room: personal/my-account

-- The new e-mail address of whoever has not confirmed it yet.
create view asked_emails as
  select beneficiary_id, email from email_changes;
