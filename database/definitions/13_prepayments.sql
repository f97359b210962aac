-- Room: money/prepayments

create view prepayments_made as
  select r.id, r.ticket, r.beneficiary_id, r.wallet_id, r.partner_id, p.name as partner_name, r.amount_cents, r.state, r.expires_on,
    r.reservation_id, r.created_at, r.ended_at
  from prepayments r
  left join partner_directory p on p.id = r.partner_id;
comment on column prepayments_made.partner_name is 'not null';

-- What is still set aside for a partner.
create view pending_prepayments as
  select id, wallet_id, partner_id, amount_cents from prepayments where state = 'pending';
