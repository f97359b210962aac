-- Room: scheme/campaigns

create view campaign_calendar as
  select id, name, applications_open_on, starts_on, prepayments_expire_on, ends_on, card_number_daily_cap_cents, closing_reminder_days, opened_at,
    refund_days, invitation_days, withdrawal_hours, enrolment_acceptance, sms_from_cents, assent_above_cents,
    first_reminder_days, second_reminder_days, certificate_days, weekly_mail_on, bank_account_hours,
    coalesce(schools_begin_on, starts_on) as schools_begin_on, spending_days, ends_on + decision_days as decisions_end_on
  from campaigns;
comment on column campaign_calendar.schools_begin_on is 'not null';
comment on column campaign_calendar.decisions_end_on is 'not null';

-- How long a new bank account of a partner waits before it is paid: as the campaign under way says.
create or replace function hours_before_a_transfer(p_now timestamptz) returns integer
language sql stable as $$
  select coalesce((
    select bank_account_hours from campaigns
    where applications_open_on <= (p_now at time zone 'Europe/Paris')::date
    order by applications_open_on desc limit 1), 48)
$$;

-- What each rule gives in a campaign.
create view benefit_amounts as
  select campaign_id, rule, label, wallet_kind, amount_cents from benefits;

create view aid_rules as
  select campaign_id, meals_cents, lodging_cents, first_request_days, window_months, detour_factor from aid_parameters;

create view aid_rule_bands as
  select campaign_id, from_km, from_included, amount_cents from aid_bands;
