-- When somebody who is signed in gave their password once more: for a few minutes it opens what a session alone does not.
alter table sessions add column password_given_at timestamptz;
