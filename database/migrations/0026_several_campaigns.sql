alter table campaigns
  -- Until when the people of the campaign before were told that this one is open: the last of them, in the order of their ids.
  add column announced_to bigint not null default 0,
  -- All of them were.
  add column announced_at timestamptz;

-- How many days before a wallet closes its owner is reminded of what is left in it.
alter table campaigns
  add column closing_reminder_days integer not null default 30,
  add constraint a_reminder_comes_some_days_before check (closing_reminder_days between 1 and 180);

-- Whose owner was reminded of what was left, once.
create table wallet_reminders (
  wallet_id bigint primary key references wallets,
  at timestamptz not null
);
create index wallets_by_last_day on wallets (closes_on, id);
