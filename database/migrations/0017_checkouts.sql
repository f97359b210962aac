-- A card shown at a till, waiting for its amount. Made by a scan, which uses the QR code up, or by a typed number.
create table checkouts (
  id uuid primary key,
  card_id bigint not null references cards,
  staff_id bigint not null references staff,
  channel text not null,
  expires_at timestamptz not null,
  constraint a_card_is_shown_or_typed check (channel in ('qr-code', 'card-number'))
);
create index checkouts_by_deadline on checkouts (expires_at);
