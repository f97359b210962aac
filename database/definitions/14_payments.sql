-- Room: money/payments

-- A payment at a till, from the right to take it to its line in the journal, in one round trip: the opening days have most of the year's
-- payments. What may be paid is decided here, what it is called in French where the page is. The money is moved by post_transaction().
--
-- Outcomes: 'paid'; 'unknown' no such checkout of this partner, and of that wallet's owner; 'stopped' the card was, since it was shown;
-- 'inactive' the partner is suspended; 'expired' the checkout is; 'over-cap' more than cap_cents in a day with the card's number, refunds given back;
-- 'needs-assent' more than cap_cents likewise, to which the card's owner has not agreed: to this amount, from this wallet, to whoever takes it.
-- A checkout that has paid answers as it did, whatever happened to its card since.
create or replace function pay_at_till(
  p_checkout_id uuid, p_partner_id integer, p_made_by bigint, p_wallet_id bigint, p_amount_cents bigint, p_at timestamptz,
  p_reference text default null,
  out outcome text, out cap_cents bigint, out transaction_id bigint, out balance_after_cents bigint, out already_made boolean
)
language plpgsql set search_path = public, pg_temp as $$
declare
  till record;
  spent_cents bigint;
  assent text;
begin
  -- The line is found by its request, of which there is one, and then seen to be the partner's. « partner_id = » let a plan read all the
  -- lines of a shop to find that one: the more it sold, the slower its till. « is not distinct from » is read after an index, never by one.
  select t.channel, null::timestamptz as expires_at into till
  from takings t where t.request_id = p_checkout_id and t.partner_id is not distinct from p_partner_id;

  if not found then
    select o.channel, o.expires_at, p.active, k.id as card_id, k.beneficiary_id, c.card_number_daily_cap_cents, c.assent_above_cents
    into till
    from checkouts o
    join partner_directory p on p.id = o.partner_id
    join live_cards k on k.id = o.card_id
    join wallets_held w on w.id = p_wallet_id and w.beneficiary_id = k.beneficiary_id
    join campaign_calendar c on c.id = w.campaign_id
    where o.id = p_checkout_id and o.partner_id = p_partner_id;

    if not found then
      outcome := case
        when exists (
          select from checkouts o
          join cards_given k on k.id = o.card_id and k.opposed_at is not null
          where o.id = p_checkout_id and o.partner_id = p_partner_id) then 'stopped'
        else 'unknown' end;
    else
      outcome := case when not till.active then 'inactive' when till.expires_at <= p_at then 'expired' end;
    end if;
    if outcome is not null then
      return;
    end if;

    if till.channel = 'card-number' then
      -- Two tills at once count one after the other. The card, since the application's role may not lock a wallet.
      perform hold_card(till.card_id);
      select coalesce(sum(t.left_cents), 0) into spent_cents
      from takings t
      where t.beneficiary_id = till.beneficiary_id and t.kind = 'payment' and t.channel = 'card-number'
        and (t.at at time zone 'Europe/Paris')::date = (p_at at time zone 'Europe/Paris')::date and t.request_id <> p_checkout_id;
      if spent_cents + p_amount_cents > till.card_number_daily_cap_cents then
        outcome := 'over-cap';
        cap_cents := till.card_number_daily_cap_cents;
        return;
      end if;
      if spent_cents + p_amount_cents > till.assent_above_cents then
        select g.way into assent from assents_given g
        where g.checkout_id = p_checkout_id and g.wallet_id = p_wallet_id and g.amount_cents = p_amount_cents and g.staff_id = p_made_by
          and g.answered_at > p_at - interval '2 minutes';
        if not found then
          -- Nobody is asked about what could not be paid.
          if not exists (select from wallets_held w where w.id = p_wallet_id and w.balance_cents >= p_amount_cents) then
            raise exception 'not enough in wallet %', p_wallet_id using errcode = 'HD001';
          end if;
          outcome := 'needs-assent';
          cap_cents := till.assent_above_cents;
          return;
        end if;
      end if;
    end if;
  end if;

  outcome := 'paid';
  select posted.* into transaction_id, balance_after_cents, already_made
  from post_transaction(
    p_checkout_id, 'payment', p_wallet_id, p_amount_cents, p_at, p_partner_id, null, till.channel, p_made_by, p_reference, assent) posted;
  if not already_made then
    insert into payments_to_tell values (pay_at_till.transaction_id);
  end if;
end $$;
