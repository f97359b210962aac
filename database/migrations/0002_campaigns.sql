create table campaigns (
  id integer generated always as identity primary key,
  name text not null unique,
  applications_open_on date not null,
  starts_on date not null,
  prepayments_expire_on date not null,
  ends_on date not null,
  card_number_daily_cap_cents bigint not null,
  constraint a_campaign_opens_then_starts_then_ends check (applications_open_on <= starts_on and starts_on < ends_on),
  constraint prepayments_expire_before_the_campaign_ends check (prepayments_expire_on > starts_on and prepayments_expire_on < ends_on),
  constraint a_daily_cap_is_positive check (card_number_daily_cap_cents > 0)
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
