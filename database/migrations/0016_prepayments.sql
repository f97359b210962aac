create table prepayments (
  id bigint generated always as identity primary key,
  ticket text not null unique,
  beneficiary_id bigint not null references beneficiaries,
  wallet_id bigint not null references wallets,
  partner_id integer not null references partners,
  amount_cents bigint not null,
  state text not null default 'pending',
  expires_on date not null,
  reservation_id bigint not null unique references transactions,
  created_at timestamptz not null,
  ended_at timestamptz,
  constraint a_ticket_has_twelve_digits check (ticket ~ '^[0-9]{12}$'),
  constraint a_prepayment_is_positive check (amount_cents > 0),
  constraint a_state_is_known check (state in ('pending', 'redeemed', 'cancelled', 'expired')),
  constraint an_ended_prepayment_has_its_instant check ((state = 'pending') = (ended_at is null))
);
create index prepayments_of_a_beneficiary on prepayments (beneficiary_id, id desc);
create index pending_prepayments_by_deadline on prepayments (expires_on, id) where state = 'pending';
