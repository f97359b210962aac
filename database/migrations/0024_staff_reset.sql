-- Staff ask for a new password by themselves: their link lives for an hour, not for days as an invitation does.
alter table messages
  drop constraint a_secret_is_known,
  add constraint a_secret_is_known check (
    secret in ('temporary-password', 'reset-link', 'email-link', 'staff-link', 'staff-reset-link'));
