-- The link of an account that is made at the server: it is on the terminal and in a mail, and neither ends the other.
alter table messages
  drop constraint a_secret_is_known,
  add constraint a_secret_is_known check (
    secret in ('temporary-password', 'reset-link', 'email-link', 'staff-link', 'staff-reset-link', 'staff-first-link'));
