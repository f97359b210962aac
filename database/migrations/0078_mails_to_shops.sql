-- Which of the mails to a shop one of its users does not want: those that protect it cannot be refused, and are none of these.
create table unwanted_mails (
  staff_id bigint not null references staff on delete cascade,
  kind text not null,
  constraint a_mail_is_refused_once primary key (staff_id, kind),
  constraint a_mail_that_protects_is_not_refused check (kind in ('statement', 'transfer', 'online-payment', 'prepayment'))
);

-- Shops that have not been told yet of their line of a settlement: that it was let out, then that it was paid. Written with the fact, told by
-- the clock, so that nobody waits for 5,000 mails.
create table statements_to_tell (
  id bigint generated always as identity primary key,
  settlement_id integer not null references settlements,
  partner_id integer not null references partners,
  is_paid boolean not null
);
