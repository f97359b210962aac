create table wallets (
  id bigint generated always as identity primary key,
  beneficiary_id bigint not null references beneficiaries,
  campaign_id integer not null references campaigns,
  kind text not null references wallet_kinds,
  closes_on date not null,
  -- What the journal says, kept at hand. Only post_transaction() and credit_applications() write these three.
  granted_cents bigint not null default 0,
  balance_cents bigint not null default 0,
  reserved_cents bigint not null default 0,
  constraint one_wallet_of_a_kind_a_campaign unique (beneficiary_id, campaign_id, kind),
  constraint a_wallet_never_goes_below_zero check (balance_cents >= 0 and reserved_cents >= 0)
) with (fillfactor = 80);
create index wallets_by_last_day on wallets (closes_on, id);

-- The accounts between which money moves, and the only ways it does:
--   region     what the Region grants, per campaign
--   available  what the wallet can spend
--   reserved   what the wallet set aside for a partner
--   partner    what the Region owes to a partner
create table transaction_kinds (
  code text primary key,
  debited text not null,
  credited text not null,
  constraint an_account_is_known check (
    debited in ('region', 'available', 'reserved', 'partner') and credited in ('region', 'available', 'reserved', 'partner')),
  constraint money_goes_elsewhere check (debited <> credited)
);
insert into transaction_kinds values
  ('grant', 'region', 'available'),
  ('payment', 'available', 'partner'),
  ('reservation', 'available', 'reserved'),
  ('redemption', 'reserved', 'partner'),
  ('cancellation', 'reserved', 'available'),
  ('expiry', 'reserved', 'available'),
  ('refund', 'partner', 'available'),
  ('closing', 'available', 'region');

-- The journal. A line takes its amount from one account and gives it to another, those of its kind, so that every
-- transaction sums to zero: see the view entries.
create table transactions (
  id bigint generated always as identity (start with 8985000) primary key,
  request_id uuid not null,
  kind text not null,
  wallet_id bigint not null references wallets,
  partner_id integer references partners,
  amount_cents bigint not null,
  -- What the wallet could spend once this line was posted.
  balance_after_cents bigint not null,
  -- The reservation that this line ends, or the payment that it gives back.
  follows_id bigint references transactions,
  channel text,
  made_by bigint references staff,
  at timestamptz not null,
  constraint a_request_is_posted_once unique (request_id),
  -- Not a foreign key: it would lock the same eight rows at every posting.
  constraint a_kind_is_known check (
    kind in ('grant', 'payment', 'reservation', 'redemption', 'cancellation', 'expiry', 'refund', 'closing')),
  constraint an_amount_is_positive check (amount_cents > 0),
  constraint no_balance_below_zero check (balance_after_cents >= 0),
  constraint a_partner_is_named_where_one_is_concerned check ((partner_id is null) = (kind in ('grant', 'closing'))),
  constraint what_follows_names_what_came_before check (
    (follows_id is not null) = (kind in ('redemption', 'cancellation', 'expiry', 'refund'))),
  constraint a_payment_has_its_channel check (
    (channel is not null) = (kind = 'payment') and channel in ('qr-code', 'card-number', 'online'))
);
create index transactions_of_a_wallet on transactions (wallet_id, id);
create index transactions_of_a_partner on transactions (partner_id, id) include (kind, amount_cents, at) where partner_id is not null;
create unique index a_reservation_ends_once on transactions (follows_id) where kind in ('redemption', 'cancellation', 'expiry');
create index refunds_of_a_payment on transactions (follows_id) where kind = 'refund';

create trigger transactions_are_append_only before update or delete on transactions
  for each row execute function refuse_change();
create trigger transactions_are_never_truncated before truncate on transactions
  for each statement execute function refuse_change();

-- Whose owner was reminded of what was left, once.
create table wallet_reminders (
  wallet_id bigint primary key references wallets,
  at timestamptz not null
);
