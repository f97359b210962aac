-- Room: aid/aid-payments

create or replace function refuse_to_settle_twice() returns trigger language plpgsql as $$
begin
  if (new.batch_id, new.request_id, new.amount_cents) is distinct from (old.batch_id, old.request_id, old.amount_cents)
    or new.by_hand <> old.by_hand and old.outcome is not null
    or old.outcome in ('rejected', 'cancelled')
    -- Money that left may come back.
    or old.outcome = 'paid' and (new.outcome in ('paid', 'cancelled') or old.by_hand) then
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
    or old.given_at is not null and new.given_at is not null and (new.given_at, new.given_by) is distinct from (old.given_at, old.given_by) then
    raise exception 'a batch is given once, unless its file is cancelled';
  end if;
  if old.released_at is not null and (new.released_at, new.released_by) is distinct from (old.released_at, old.released_by) then
    raise exception 'a batch is let out once';
  end if;
  if new.cancelled_at is not null and old.given_at is not null then
    raise exception 'a batch that was given to the bank is not cancelled';
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
  if new.outcome <> 'cancelled' and batch.given_at is null then
    raise exception 'the bank answers a file that it was given';
  end if;
  return new;
end $$;
create or replace trigger aid_payment_lines_answer_their_batch before update of outcome on aid_payment_lines
  for each row when (new.outcome is not null) execute function refuse_an_answer_that_cannot_be();

-- What a batch pays, to whom: `has_account`, it can be paid now; `is_forgotten`, nothing is kept of its account.
create view aids_to_pay as
  select l.batch_id, l.request_id, l.amount_cents, l.outcome, l.by_hand, r.number, r.beneficiary_id, p.last_name || ' ' || p.first_name as name,
    r.state = 'in-payment' and coalesce(r.iban_last4, '') <> '' as has_account,
    coalesce(r.iban_last4, '') = '' as is_forgotten
  from aid_payment_lines l
  join aid_requests r on r.id = l.request_id
  join people p on p.id = r.beneficiary_id;
comment on column aids_to_pay.has_account is 'not null';
comment on column aids_to_pay.is_forgotten is 'not null';

-- Where each batch is.
create view aid_batches_made as
  select id, released_at, given_at, cancelled_at from aid_payment_batches;

-- Batches that no file pays yet, and those that the bank has not wholly answered.
create view aid_batches_under_way as
  select b.id, b.created_at, b.released_at, b.given_at, count(*) as unanswered
  from aid_payment_batches b
  join aid_payment_lines l on l.batch_id = b.id and l.outcome is null
  where b.cancelled_at is null
  group by b.id;
comment on column aid_batches_under_way.unanswered is 'not null';
