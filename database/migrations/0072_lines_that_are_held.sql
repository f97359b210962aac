-- A settlement prepared before one of its partners was frozen is let out without it: the line is held, what it paid is due again, and a later
-- settlement takes it up.
alter table settlement_lines
  add column held_at timestamptz,
  -- The later settlement that pays what this line did not.
  add column taken_up_in integer,
  -- How much of the amount other lines were to pay, which were held.
  add column taken_up_cents bigint not null default 0;

-- A line that only takes up others ends where the one before it does.
alter table settlement_lines
  drop constraint a_transaction_is_settled_once,
  add constraint a_partner_has_one_line_in_a_settlement primary key (settlement_id, partner_id),
  add constraint what_takes_up_a_line_pays_that_partner foreign key (taken_up_in, partner_id) references settlement_lines,
  add constraint only_a_line_that_is_held_is_taken_up check (taken_up_in is null or held_at is not null),
  add constraint what_takes_up_a_line_comes_later check (taken_up_in > settlement_id),
  add constraint what_is_taken_up_is_no_debt check (taken_up_cents >= 0);
create unique index a_transaction_is_settled_once on settlement_lines (partner_id, last_transaction_id)
  where amount_cents <> taken_up_cents;
create index lines_of_a_partner on settlement_lines (partner_id, settlement_id);
drop index lines_of_a_settlement;
create index lines_that_wait_to_be_taken_up on settlement_lines (partner_id) where held_at is not null and taken_up_in is null;
create index lines_taken_up on settlement_lines (taken_up_in) where taken_up_in is not null;
