-- The aid's way to a bank account: batches of transfers, each a file for the bank, and what the bank answered line by line.
create table aid_payment_batches (
  id integer generated always as identity primary key,
  -- Names the file at the bank: the same file downloaded twice has the same name, and the bank takes it once.
  message_id text not null unique generated always as ('THR-HDF-' || lpad(id::text, 8, '0')) stored,
  created_at timestamptz not null,
  created_by bigint not null references staff,
  execute_on date not null
);

create table aid_payment_lines (
  batch_id integer not null references aid_payment_batches,
  request_id bigint not null references apprentice_aid_requests,
  amount_cents bigint not null,
  outcome text,
  reason text,
  settled_at timestamptz,
  settled_by bigint references staff,
  primary key (batch_id, request_id),
  constraint a_transfer_is_of_something check (amount_cents > 0),
  constraint an_outcome_is_known check (outcome in ('paid', 'rejected')),
  constraint an_outcome_says_by_whom_and_when check (num_nonnulls(outcome, settled_at, settled_by) in (0, 3)),
  constraint a_rejection_and_nothing_else_has_a_reason check ((outcome is not distinct from 'rejected') = (reason is not null))
);
-- Nobody is paid twice: a request goes into another batch only once the bank has rejected it.
create unique index a_request_is_in_one_live_batch on aid_payment_lines (request_id) where outcome is distinct from 'rejected';
create index aid_payment_lines_of_a_request on aid_payment_lines (request_id);

create function refuse_to_settle_twice() returns trigger language plpgsql as $$
begin
  if old.outcome is not null or (new.batch_id, new.request_id, new.amount_cents) is distinct from (old.batch_id, old.request_id, old.amount_cents) then
    raise exception 'a line of a payment is settled once, and is otherwise never changed';
  end if;
  return new;
end $$;
create trigger aid_payment_lines_are_settled_once before update on aid_payment_lines
  for each row execute function refuse_to_settle_twice();
create trigger aid_payment_lines_are_never_deleted before delete on aid_payment_lines
  for each row execute function refuse_change();
create trigger aid_payment_lines_are_never_truncated before truncate on aid_payment_lines
  for each statement execute function refuse_change();

-- The bank has rejected a transfer to this account: other bank details are asked for.
alter table apprentice_aid_requests add column bank_details_rejected boolean not null default false;
