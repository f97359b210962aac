-- Room: money/wallets

-- Credits validated applications of a campaign by the campaign's own benefits: those named, or all of them at its opening.
-- An application already credited stays as it is; one whose grant was withdrawn is granted again. What its owner owes is deducted.
-- A wallet serves until the campaign's last day, and for as many days as the campaign says at least: whoever was made to wait loses nothing. What is
-- set aside of one that serves longer is good as long before its end as in the campaign.
-- Answers how many wallets were credited.
create or replace function credit_applications(p_campaign_id integer, p_application_ids bigint[], p_at timestamptz) returns bigint
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  today constant date := (p_at at time zone 'Europe/Paris')::date;
  campaign record;
  credited bigint;
  indebted bigint[];
  again record;
begin
  select c.ends_on, c.ends_on - c.prepayments_expire_on as days_without_prepayments, today + c.spending_days as least_last_day,
    c.spending_days <= c.closing_reminder_days as is_reminder
  into strict campaign
  from campaign_calendar c where c.id = p_campaign_id;

  with opened as (
    insert into wallets (beneficiary_id, campaign_id, kind, closes_on, prepayments_expire_on, granted_cents, balance_cents)
    select a.beneficiary_id, a.campaign_id, a.wallet_kind, greatest(campaign.ends_on, campaign.least_last_day),
      case when campaign.ends_on < campaign.least_last_day then campaign.least_last_day - campaign.days_without_prepayments end,
      a.amount_cents, a.amount_cents
    from applications_that_give a
    where a.campaign_id = p_campaign_id and a.id = any (coalesce(
      p_application_ids, array(select id from validated_applications where campaign_id = p_campaign_id)))
    order by a.id
    on conflict on constraint one_wallet_of_a_kind_a_campaign do nothing
    returning id, beneficiary_id, balance_cents, closes_on
  ), told as (
    -- The message of what comes late says until when: no reminder says it the same day.
    insert into wallet_reminders (wallet_id, at) select id, p_at from opened where campaign.is_reminder and closes_on > campaign.ends_on
  ), granted as (
    insert into transactions (request_id, kind, wallet_id, amount_cents, balance_after_cents, at)
    select gen_random_uuid(), 'grant', id, balance_cents, balance_cents, p_at from opened
    returning id
  )
  select (select count(*) from granted),
    array(select o.id from opened o where o.beneficiary_id in (
      select d.beneficiary_id from debts d where d.waived_at is null and d.owed_cents > d.deducted_cents))
  into credited, indebted;

  for again in
    select w.id, w.closes_on < campaign.least_last_day as is_late, a.amount_cents
    from wallets w
    cross join lateral (
      select a.amount_cents from applications_that_give a
      where a.campaign_id = w.campaign_id and a.beneficiary_id = w.beneficiary_id and a.wallet_kind = w.kind
        and (p_application_ids is null or a.id = any (p_application_ids))
    ) a
    where w.campaign_id = p_campaign_id and w.withdrawn_at is not null
    for update of w
  loop
    -- It is open again, whole: what comes back to it is no late refund.
    update wallets w set withdrawn_at = null, first_closed_on = null where w.id = again.id;
    if again.is_late then
      update wallets w
      set closes_on = campaign.least_last_day, prepayments_expire_on = campaign.least_last_day - campaign.days_without_prepayments
      where w.id = again.id;
      insert into wallet_reminders (wallet_id, at) select again.id, p_at where campaign.is_reminder on conflict do nothing;
    end if;
    perform post_transaction(gen_random_uuid(), 'grant', again.id, again.amount_cents, p_at);
    credited := credited + 1;
    indebted := indebted || again.id;
  end loop;

  -- Statements of their own: they see who was frozen while the wallets were opened.
  update wallets w set frozen_at = p_at
  from live_freezes f
  where f.beneficiary_id = w.beneficiary_id and w.campaign_id = p_campaign_id and w.frozen_at is null;
  if indebted <> '{}' then
    perform deduct_debts(indebted, p_at);
  end if;

  return credited;
end $$;
