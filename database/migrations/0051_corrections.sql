-- What two people of the Region correct. Each is a line of the journal, with why.
--   credit, debit           what the Region adds to a wallet, or takes back
--   withdrawal              what was left of a grant whose validation is withdrawn
--   deduction               what its owner owed, taken from their next grant
--   reversal, compensation  a payment cancelled for fraud: its partner gives it back, or the Region does
insert into transaction_kinds values
  ('credit', 'region', 'available'),
  ('debit', 'available', 'region'),
  ('withdrawal', 'available', 'region'),
  ('deduction', 'available', 'region'),
  ('reversal', 'partner', 'available'),
  ('compensation', 'region', 'available');

alter table transactions
  drop constraint a_kind_is_known,
  drop constraint a_partner_is_named_where_one_is_concerned,
  drop constraint what_follows_names_what_came_before,
  add constraint a_kind_is_known check (kind in (
    'grant', 'payment', 'reservation', 'redemption', 'cancellation', 'expiry', 'refund', 'closing',
    'credit', 'debit', 'withdrawal', 'deduction', 'reversal', 'compensation')),
  add constraint a_partner_is_named_where_one_is_concerned check (
    (partner_id is null) = (kind in ('grant', 'closing', 'credit', 'debit', 'withdrawal', 'deduction'))),
  add constraint what_follows_names_what_came_before check (
    (follows_id is not null) = (kind in ('redemption', 'cancellation', 'expiry', 'refund', 'reversal', 'compensation')));

drop index refunds_of_a_payment;
create index what_came_back_of_a_payment on transactions (follows_id) where kind in ('refund', 'reversal', 'compensation');

-- It takes what it posts now.
drop function if exists post_refund(uuid, bigint, bigint, timestamptz, integer, bigint, bigint);

create table corrections (
  transaction_id bigint primary key references transactions,
  reason text not null,
  comment text not null,
  asked_by bigint not null references staff,
  agreed_by bigint not null references staff,
  constraint whoever_asks_for_a_correction_does_not_agree_to_it check (agreed_by <> asked_by)
);
