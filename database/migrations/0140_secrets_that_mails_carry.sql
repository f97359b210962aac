-- The code and the link of those who join were left out when those of guardians came: nobody could sign to join.
alter table messages
  drop constraint a_secret_is_known,
  add constraint a_secret_is_known check (
    secret in ('temporary-password', 'reset-link', 'email-link', 'email-stop-link', 'staff-link', 'staff-reset-link', 'staff-first-link',
      'joining-code', 'joining-link', 'guardian-link', 'sign-in-code'));
