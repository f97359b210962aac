-- What somebody may do at a partner. Whoever worked there before did everything, and goes on.
alter table staff
  add column partner_roles text[],
  -- What a cashier may give back in a day: nothing without it. A manager gives back what there is.
  add column refunds_up_to_cents bigint;
update staff set partner_roles = array['manager'] where partner_id is not null;
alter table staff
  add constraint who_works_for_a_partner_has_a_role_there check ((partner_id is null) = (partner_roles is null)),
  add constraint partner_roles_are_known check (partner_roles <@ array['manager', 'accountant', 'cashier'] and partner_roles <> '{}'),
  add constraint only_a_cashier_is_limited check (
    refunds_up_to_cents is null
    or (refunds_up_to_cents > 0 and partner_roles @> array['cashier'] and not partner_roles @> array['manager']));

-- An order of the shop's own, that a payment at the till is found by.
alter table transactions
  add column reference text,
  add constraint a_reference_is_short check (char_length(reference) between 1 and 40),
  add constraint a_reference_is_of_a_payment check (reference is null or kind = 'payment');
-- What each gave back today.
create index refunds_by_user on transactions (made_by, at) where kind = 'refund';
create index transactions_with_a_reference on transactions (partner_id, id) where reference is not null;

-- What a till was told is left, once for a QR code that was shown.
alter table checkouts
  add column told_wallet_id bigint references wallets,
  add column told_cents bigint,
  add constraint what_is_left_is_of_a_wallet check ((told_wallet_id is null) = (told_cents is null)),
  add constraint what_is_left_is_told_of_a_code_that_was_shown check (told_cents is null or channel = 'qr-code');

-- Payments at tills whose owners have not been told yet: written with the payment, so that none is forgotten. No foreign key: what the
-- journal holds stays, and a payment is as fast as before.
create table payments_to_tell (
  transaction_id bigint primary key
);

-- They take a reference more: made again with the definitions.
drop function if exists pay_at_till(uuid, integer, bigint, bigint, bigint, timestamptz);
drop function if exists post_transaction(uuid, text, bigint, bigint, timestamptz, integer, bigint, text, bigint);
