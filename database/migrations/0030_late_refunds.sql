-- For how many days money that a partner gives back after a wallet closed can be spent; 0 when it goes back to the Region.
alter table campaigns
  add column refund_days integer not null default 30,
  add constraint a_late_refund_is_spent_within_some_days check (refund_days between 0 and 180);

-- Its last day, where money that came back afterwards gave it another.
alter table wallets
  add column first_closed_on date,
  add constraint a_wallet_closes_again_later check (first_closed_on < closes_on);
