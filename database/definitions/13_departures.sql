-- Room: money/departures

-- The partners that are to leave, or whose last day is over; not those that have left, nor those that stay after all.
create view partners_leaving as
  select partner_id, last_day, stopped_at from departures where ended_at is null and called_off_at is null;
comment on column partners_leaving.partner_id is 'not null';
comment on column partners_leaving.last_day is 'not null';
