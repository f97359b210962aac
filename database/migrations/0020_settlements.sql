-- What the Region pays to its partners: for each, all that it took since the settlement before.
create table settlements (
  id integer generated always as identity primary key,
  prepared_at timestamptz not null,
  prepared_by bigint not null references staff,
  paid_at timestamptz,
  paid_by bigint references staff,
  constraint who_paid_is_named check ((paid_at is null) = (paid_by is null))
);

create table settlement_lines (
  settlement_id integer not null references settlements,
  partner_id integer not null references partners,
  -- The last of its transactions that this settlement pays: the next one begins after it.
  last_transaction_id bigint not null references transactions,
  amount_cents bigint not null,
  constraint a_transaction_is_settled_once primary key (partner_id, last_transaction_id),
  constraint an_amount_to_pay_is_positive check (amount_cents > 0)
);
create index lines_of_a_settlement on settlement_lines (settlement_id);
