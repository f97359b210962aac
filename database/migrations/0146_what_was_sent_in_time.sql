-- What was sent by the last day of a campaign is decided for some days more, and what it gives can be spent for some days at least.
alter table campaigns
  add column decision_days integer not null default 30,
  add column spending_days integer not null default 30,
  add constraint what_was_sent_in_time_is_decided_some_days_more check (decision_days between 1 and 60),
  add constraint what_is_given_late_can_be_spent check (spending_days between 1 and 180);
