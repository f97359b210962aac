-- Delays that were constants of the program are a campaign's: when schools and those who wait hear of it, and what protects a new bank account.
alter table campaigns
  add column first_reminder_days integer not null default 7,
  add column second_reminder_days integer not null default 14,
  add column certificate_days integer not null default 15,
  -- From Monday (1) to Friday (5); 0: never.
  add column weekly_mail_on integer not null default 1,
  add column bank_account_hours integer not null default 48,
  add constraint a_second_reminder_follows_the_first check (0 < first_reminder_days and first_reminder_days < second_reminder_days),
  add constraint a_certificate_is_asked_for_after_some_days check (certificate_days > 0),
  add constraint a_weekly_mail_leaves_on_a_day_of_work check (weekly_mail_on between 0 and 5),
  add constraint a_bank_account_waits_a_day_at_least check (bank_account_hours >= 24);

-- A reminder is the first or the second, after however many days.
alter table delay_reminders drop constraint a_reminder_is_of_a_known_kind;
update delay_reminders set kind = case kind when 'seven-days' then 'first' else 'second' end where kind in ('seven-days', 'fourteen-days');
alter table delay_reminders
  add constraint a_reminder_is_of_a_known_kind check (kind in ('first', 'second', 'by-region', 'to-owner'));
