-- Room: personal/my-account

-- The new e-mail address of whoever has not confirmed it yet, or has and waits for its hour: see `email_changes`.
create view asked_emails as
  select beneficiary_id, email, confirmed_at, takes_effect_at from email_changes;
