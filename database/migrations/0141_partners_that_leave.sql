-- A partner that leaves, in order: a last day of payments, then what is set aside for it goes back, then it is paid a last time and its users' places are closed.
create table departures (
  id integer generated always as identity primary key,
  partner_id integer not null references partners,
  -- The last day on which it takes the card, and what was set aside for it.
  last_day date not null,
  asked_by bigint not null references staff,
  agreed_by bigint not null references staff,
  agreed_at timestamptz not null,
  -- It takes no new prepayment from then on: what it is given back when it stays after all.
  accepted_prepayments boolean not null,
  stopped_at timestamptz,
  ended_at timestamptz,
  called_off_at timestamptz,
  called_off_by bigint references staff,
  constraint whoever_asks_for_a_departure_does_not_agree_to_it check (agreed_by <> asked_by),
  constraint who_calls_off_a_departure_is_named check ((called_off_at is null) = (called_off_by is null)),
  constraint a_departure_stops_before_it_ends check (ended_at is null or stopped_at is not null),
  constraint a_departure_that_has_ended_is_not_called_off check (num_nonnulls(ended_at, called_off_at) < 2)
);
create unique index a_partner_leaves_once_at_a_time on departures (partner_id) where ended_at is null and called_off_at is null;
create index departures_of_a_partner on departures (partner_id, id);

create index prepayments_set_aside_for_a_partner on prepayments (partner_id) where state = 'pending';
