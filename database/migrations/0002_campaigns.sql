create table campaigns (
  id integer generated always as identity primary key,
  name text not null unique,
  applications_open_on date not null,
  starts_on date not null,
  prepayments_expire_on date not null,
  ends_on date not null,
  card_number_daily_cap_cents bigint not null,
  -- How many days before a wallet closes its owner is reminded of what is left in it.
  closing_reminder_days integer not null default 30,
  -- The day it began is past and its validated applications were credited.
  opened_at timestamptz,
  -- Until when the people of the campaign before were told that this one is open: the last of them, in the order of their ids.
  announced_to bigint not null default 0,
  -- All of them were.
  announced_at timestamptz,
  constraint a_campaign_opens_then_starts_then_ends check (applications_open_on <= starts_on and starts_on < ends_on),
  constraint prepayments_expire_before_the_campaign_ends check (prepayments_expire_on > starts_on and prepayments_expire_on < ends_on),
  constraint a_daily_cap_is_positive check (card_number_daily_cap_cents > 0),
  constraint a_reminder_comes_some_days_before check (closing_reminder_days between 1 and 180)
);

create table wallet_kinds (
  code text primary key,
  label text not null
);
insert into wallet_kinds values ('MANUEQUIP', 'Manuels et équipements');

-- What a rule gives in a campaign. Which rule an application falls under is decided in card-applications.
create table benefits (
  campaign_id integer not null references campaigns,
  rule text not null,
  label text not null,
  wallet_kind text references wallet_kinds,
  amount_cents bigint not null,
  primary key (campaign_id, rule),
  constraint a_rule_is_known check (rule in (
    'pupil-first-time', 'pupil-returning', 'apprentice-first-or-other-diploma', 'apprentice-same-diploma', 'neither')),
  constraint an_amount_needs_a_wallet check (amount_cents >= 0 and (amount_cents = 0 or wallet_kind is not null))
);

-- What the apprentice aid gives in a campaign, and when it may be asked for (guide, 3.2.1).
create table aid_parameters (
  campaign_id integer primary key references campaigns,
  meals_cents bigint not null,
  lodging_cents bigint not null,
  -- A first request opens so many days after the contract's signature.
  first_request_days integer not null,
  -- A contract year's request closes so many months after the year began.
  window_months integer not null,
  -- How much longer a road is than a straight line: what makes an estimate where no road is known.
  detour_factor numeric(4, 2) not null,
  constraint amounts_are_not_negative check (meals_cents >= 0 and lodging_cents >= 0),
  constraint a_window_opens_before_it_closes check (first_request_days >= 0 and window_months between 1 and 12 and first_request_days < window_months * 28),
  constraint a_road_is_longer_than_a_straight_line check (detour_factor >= 1)
);

-- The transport aid by distance: a band begins at its kilometres, or just after them, and ends where the next one begins.
create table aid_bands (
  campaign_id integer not null references aid_parameters,
  from_km numeric(6, 2) not null,
  from_included boolean not null,
  amount_cents bigint not null,
  primary key (campaign_id, from_km),
  constraint a_band_gives_nothing_or_more check (from_km >= 0 and amount_cents >= 0)
);
