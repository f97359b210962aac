-- Room: aid/aid-payments

create or replace function refuse_to_settle_twice() returns trigger language plpgsql as $$
begin
  if old.outcome is not null or (new.batch_id, new.request_id, new.amount_cents) is distinct from (old.batch_id, old.request_id, old.amount_cents) then
    raise exception 'a line of a payment is settled once, and is otherwise never changed';
  end if;
  return new;
end $$;
create or replace trigger aid_payment_lines_are_settled_once before update on aid_payment_lines
  for each row execute function refuse_to_settle_twice();

create or replace function refuse_to_change_a_batch() returns trigger language plpgsql as $$
begin
  if old.cancelled_at is not null then
    raise exception 'a cancelled batch is never changed';
  end if;
  if (new.id, new.created_at, new.created_by) is distinct from (old.id, old.created_at, old.created_by)
    or old.downloaded_at is not null
      and (new.downloaded_at, new.downloaded_by, new.execute_on) is distinct from (old.downloaded_at, old.downloaded_by, old.execute_on) then
    raise exception 'the file of a batch is always the same';
  end if;
  if old.released_at is not null and (new.released_at, new.released_by) is distinct from (old.released_at, old.released_by) then
    raise exception 'a batch is let out once';
  end if;
  if new.cancelled_at is not null and exists (select from aid_payment_lines where batch_id = new.id and outcome is not null) then
    raise exception 'a batch that the bank has answered is not cancelled';
  end if;
  return new;
end $$;
create or replace trigger aid_payment_batches_are_given_and_cancelled_once before update on aid_payment_batches
  for each row execute function refuse_to_change_a_batch();

create or replace function refuse_an_answer_that_cannot_be() returns trigger language plpgsql as $$
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
create or replace trigger aid_payment_lines_answer_their_batch before update of outcome on aid_payment_lines
  for each row when (new.outcome is not null) execute function refuse_an_answer_that_cannot_be();

-- Batches whose file nobody has taken out, and those that the bank has not wholly answered.
create view aid_batches_under_way as
  select b.id, b.created_at, b.released_at, b.downloaded_at, count(*) as unanswered
  from aid_payment_batches b
  join aid_payment_lines l on l.batch_id = b.id and l.outcome is null
  where b.cancelled_at is null
  group by b.id;
comment on column aid_batches_under_way.unanswered is 'not null';
