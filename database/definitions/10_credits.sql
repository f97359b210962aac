-- Room: money/wallets

-- Credits validated applications of a campaign by the campaign's own benefits: those named, or all of them at its opening.
-- An application already credited stays as it is. Answers how many wallets were credited.
create or replace function credit_applications(p_campaign_id integer, p_application_ids bigint[], p_at timestamptz) returns bigint
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  credited bigint;
begin
  with opened as (
    insert into wallets (beneficiary_id, campaign_id, kind, closes_on, granted_cents, balance_cents)
    select a.beneficiary_id, a.campaign_id, a.wallet_kind, c.ends_on, a.amount_cents, a.amount_cents
    from applications_that_give a
    join campaign_calendar c on c.id = a.campaign_id
    where a.campaign_id = p_campaign_id and a.id = any (coalesce(
      p_application_ids, array(select id from validated_applications where campaign_id = p_campaign_id)))
    order by a.id
    on conflict on constraint one_wallet_of_a_kind_a_campaign do nothing
    returning id, balance_cents
  ), granted as (
    insert into transactions (request_id, kind, wallet_id, amount_cents, balance_after_cents, at)
    select gen_random_uuid(), 'grant', id, balance_cents, balance_cents, p_at from opened
    returning id
  )
  select count(*) into credited from granted;

  -- A statement of its own: it sees who was frozen while the wallets were opened.
  update wallets w set frozen_at = p_at
  from live_freezes f
  where f.beneficiary_id = w.beneficiary_id and w.campaign_id = p_campaign_id and w.frozen_at is null;

  return credited;
end $$;
