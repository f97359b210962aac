-- From which amount on a payment at a till, or a redeemed prepayment, is told by SMS to whoever chose SMS: below it by mail, which costs nothing.
alter table campaigns
  add column sms_from_cents bigint not null default 3000,
  add constraint an_amount_told_by_sms_is_positive check (sms_from_cents > 0);
