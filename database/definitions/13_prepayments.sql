-- Room: money/prepayments

create view prepayments_made as
  select r.id, r.ticket, r.beneficiary_id, r.wallet_id, r.partner_id, p.name as partner_name, r.amount_cents, r.state, r.expires_on,
    r.reservation_id, r.created_at, r.ended_at
  from prepayments r
  left join partner_directory p on p.id = r.partner_id;
comment on column prepayments_made.partner_name is 'not null';

-- What is still set aside for a partner.
create view pending_prepayments as
  select id, wallet_id, partner_id, amount_cents, expires_on from prepayments where state = 'pending';

-- Moves the last day of wallets and of their pending prepayments, which never lose a day: a ticket that is printed already says when it was
-- good. A prepayment is locked before its wallet, as by whatever ends it.
create or replace function move_last_days(p_wallet_ids bigint[], p_closes_on date, p_prepayments_expire_on date, p_at timestamptz)
returns table (wallet_id bigint, closed_on date, balance_cents bigint, prepayments bigint)
language plpgsql as $$
begin
  perform from prepayments p where p.wallet_id = any (p_wallet_ids) and p.state = 'pending' order by p.wallet_id, p.id for no key update;
  update prepayments p set expires_on = p_prepayments_expire_on
    where p.wallet_id = any (p_wallet_ids) and p.state = 'pending' and p.expires_on < p_prepayments_expire_on;

  return query
    select m.wallet_id, m.closed_on, m.balance_cents,
      (select count(*) from prepayments p where p.wallet_id = m.wallet_id and p.state = 'pending')
    from move_wallets(p_wallet_ids, p_closes_on, p_prepayments_expire_on, p_at) m;

  -- Made while the wallets were waited for.
  update prepayments p set expires_on = p_prepayments_expire_on
    where p.wallet_id = any (p_wallet_ids) and p.state = 'pending' and p.expires_on < p_prepayments_expire_on;
end $$;
