alter table campaigns
  -- Until when the people of the campaign before were told that this one is open: the last of them, in the order of their ids.
  add column announced_to bigint not null default 0,
  -- All of them were.
  add column announced_at timestamptz;
