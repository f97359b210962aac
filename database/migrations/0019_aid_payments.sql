-- The aid's way to a bank account: batches of transfers, each a file for the bank, and what the bank answered line by line. A batch is given
-- to the bank by downloading its file, and may be cancelled whole as long as the bank has answered nothing.
create table aid_payment_batches (
  id integer generated always as identity primary key,
  -- Names the file at the bank: the same file downloaded twice has the same name, and the bank takes it once.
  message_id text not null unique generated always as ('THR-HDF-' || lpad(id::text, 8, '0')) stored,
  created_at timestamptz not null,
  created_by bigint not null references staff,
  -- The first time. The day on which the bank is asked to pay is that download's, and stays in every later copy of the file.
  downloaded_at timestamptz,
  downloaded_by bigint references staff,
  execute_on date,
  cancelled_at timestamptz,
  cancelled_by bigint references staff,
  cancel_reason text,
  constraint a_downloaded_file_says_by_whom_and_for_which_day check (num_nonnulls(downloaded_at, downloaded_by, execute_on) in (0, 3)),
  constraint a_cancelled_batch_says_by_whom_and_why check (num_nonnulls(cancelled_at, cancelled_by, cancel_reason) in (0, 3))
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
  constraint an_outcome_is_known check (outcome in ('paid', 'rejected', 'cancelled')),
  constraint an_outcome_says_by_whom_and_when check (num_nonnulls(outcome, settled_at, settled_by) in (0, 3)),
  constraint a_rejection_and_nothing_else_has_a_reason check ((outcome is not distinct from 'rejected') = (reason is not null))
);
-- Nobody is paid twice: a request goes into another batch only once the bank has rejected it, or its batch was cancelled.
create unique index a_request_is_in_one_live_batch on aid_payment_lines (request_id) where outcome is null or outcome = 'paid';
create index aid_payment_lines_of_a_request on aid_payment_lines (request_id);

-- What changes a line or a batch is refused by the triggers of database/definitions/16_aid-payments.sql.
create trigger aid_payment_lines_are_never_deleted before delete on aid_payment_lines
  for each row execute function refuse_change();
create trigger aid_payment_lines_are_never_truncated before truncate on aid_payment_lines
  for each statement execute function refuse_change();
