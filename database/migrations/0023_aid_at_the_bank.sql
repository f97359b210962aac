-- A batch of transfers is given to the bank by downloading its file, and may be cancelled whole as long as the bank has answered nothing.
alter table aid_payment_batches
  -- The first time. The day on which the bank is asked to pay is that download's, and stays in every later copy of the file.
  add column downloaded_at timestamptz,
  add column downloaded_by bigint references staff,
  alter column execute_on drop not null,
  add column cancelled_at timestamptz,
  add column cancelled_by bigint references staff,
  add column cancel_reason text;

update aid_payment_batches b set (downloaded_at, downloaded_by) = (
  select at, staff_id from (
    select f.at, f.staff_id from audit_facts f where f.fact = 'aid-batch.downloaded' and f.details ->> 'batch' = b.id::text
    union all select l.settled_at, l.settled_by from aid_payment_lines l where l.batch_id = b.id and l.outcome is not null
  ) known order by at limit 1);
update aid_payment_batches set execute_on = null where downloaded_at is null;

alter table aid_payment_batches
  add constraint a_downloaded_file_says_by_whom_and_for_which_day check (num_nonnulls(downloaded_at, downloaded_by, execute_on) in (0, 3)),
  add constraint a_cancelled_batch_says_by_whom_and_why check (num_nonnulls(cancelled_at, cancelled_by, cancel_reason) in (0, 3));

alter table aid_payment_lines
  drop constraint an_outcome_is_known,
  add constraint an_outcome_is_known check (outcome in ('paid', 'rejected', 'cancelled'));
-- Nobody is paid twice: a request goes into another batch only once the bank has rejected it, or its batch was cancelled.
drop index a_request_is_in_one_live_batch;
create unique index a_request_is_in_one_live_batch on aid_payment_lines (request_id) where outcome is null or outcome = 'paid';

create function refuse_to_change_a_batch() returns trigger language plpgsql as $$
begin
  if old.cancelled_at is not null then
    raise exception 'a cancelled batch is never changed';
  end if;
  if (new.id, new.created_at, new.created_by) is distinct from (old.id, old.created_at, old.created_by)
    or old.downloaded_at is not null
      and (new.downloaded_at, new.downloaded_by, new.execute_on) is distinct from (old.downloaded_at, old.downloaded_by, old.execute_on) then
    raise exception 'the file of a batch is always the same';
  end if;
  if new.cancelled_at is not null and exists (select from aid_payment_lines where batch_id = new.id and outcome is not null) then
    raise exception 'a batch that the bank has answered is not cancelled';
  end if;
  return new;
end $$;
create trigger aid_payment_batches_are_given_and_cancelled_once before update on aid_payment_batches
  for each row execute function refuse_to_change_a_batch();

create function refuse_an_answer_that_cannot_be() returns trigger language plpgsql as $$
declare
  batch aid_payment_batches;
begin
  select * into batch from aid_payment_batches where id = new.batch_id;
  if (new.outcome = 'cancelled') is distinct from (batch.cancelled_at is not null) then
    raise exception 'the lines of a cancelled batch are cancelled, and no others';
  end if;
  if new.outcome <> 'cancelled' and batch.downloaded_at is null then
    raise exception 'the bank answers a file that it was given';
  end if;
  return new;
end $$;
create trigger aid_payment_lines_answer_their_batch before update of outcome on aid_payment_lines
  for each row when (new.outcome is not null) execute function refuse_an_answer_that_cannot_be();

alter table apprentice_aid_events
  drop constraint an_event_is_known,
  add constraint an_event_is_known check (event in (
    'submitted', 'accepted-by-school', 'accepted', 'returned', 'refused', 'distance-checked', 'put-in-payment', 'taken-out-of-payment', 'paid',
    'rejected-by-bank'));

-- Encrypted under the key of src/platform/secrets.ts and bound to its id: what a stolen database must not show, such as bank details.
alter table files add column is_encrypted boolean not null default false;
