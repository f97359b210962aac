-- Room: region/transfers

-- What was sent stays as it is, but for what is answered; what is rejected is over.
create or replace function refuse_to_change_a_transfer() returns trigger language plpgsql as $$
begin
  if (new.settlement_id, new.partner_id, new.aid_batch_id, new.aid_request_id, new.attempt, new.amount_cents, new.named_before)
    is distinct from (old.settlement_id, old.partner_id, old.aid_batch_id, old.aid_request_id, old.attempt, old.amount_cents, old.named_before) then
    raise exception 'a transfer pays what it was made for';
  end if;
  -- An apprentice's account is forgotten with their request.
  if old.state <> 'waiting' and not (new.aid_batch_id is not null and new.holder = '' and new.file_id = old.file_id) and (new.file_id, new.message_id, new.siret, new.bank_account_id, new.holder, new.iban_first4, new.iban_last4, new.bic)
    is distinct from (old.file_id, old.message_id, old.siret, old.bank_account_id, old.holder, old.iban_first4, old.iban_last4, old.bic) then
    raise exception 'the account of a transfer is the one that its file says';
  end if;
  if new.state <> old.state and (old.state, new.state) not in (
    ('waiting', 'sent'), ('sent', 'paid'), ('sent', 'rejected'), ('paid', 'rejected'), ('sent', 'cancelled')) then
    raise exception 'a transfer that is % does not become %', old.state, new.state;
  end if;
  return new;
end $$;
create or replace trigger transfers_go_one_way before update on transfers
  for each row execute function refuse_to_change_a_transfer();

-- Whom each transfer pays.
create view payees_of_transfers as
  select t.id as transfer_id, coalesce(p.name, a.name) as name, a.number as request_number
  from transfers t
  left join partner_directory p on p.id = t.partner_id
  left join aids_to_pay a on a.batch_id = t.aid_batch_id and a.request_id = t.aid_request_id;
comment on column payees_of_transfers.transfer_id is 'not null';
comment on column payees_of_transfers.name is 'not null';

-- Whether the answer by which each transfer is paid or rejected is done, and says so.
create view answers_of_transfers as
  select t.id as transfer_id, b.outcome, b.is_of_its_file and b.amount_agrees is not false as is_its_own
  from transfers t
  join bank_answers a on a.id = t.answer_id and a.done_at is not null
  join bank_answer_lines b on b.answer_id = a.id and b.transfer_id = t.id;

-- Each line of the settlements that transfers pay, or that have some, with its transfer that is neither rejected nor cancelled, how many were, and
-- what was answered. `is_begun`: its settlement has transfers. `unproven`: rejected without an answer that is done and says so, or of another amount.
create view transfers_of_lines as
  select l.settlement_id, l.partner_id, l.amount_cents as line_cents, l.held_at, l.paid_at, t.id as transfer_id, t.number, t.attempt, t.amount_cents,
    t.state, coalesce(r.rejected, 0) as rejected, coalesce(r.over, 0) as over, coalesce(r.unproven, 0) as unproven,
    (select a.outcome from answers_of_transfers a where a.transfer_id = t.id and a.is_its_own) as answer,
    exists (select from transfers o where o.settlement_id = l.settlement_id) as is_begun
  from settled_amounts l
  join settlements_made s on s.id = l.settlement_id
    and (s.by_transfers or exists (select from transfers o where o.settlement_id = s.id))
  left join transfers t on t.settlement_id = l.settlement_id and t.partner_id = l.partner_id and t.state not in ('rejected', 'cancelled')
    and t.aid_batch_id is null
  left join lateral (
    select count(*) as over, count(*) filter (where o.state = 'rejected') as rejected,
      count(*) filter (where o.amount_cents <> l.amount_cents or o.state = 'rejected' and not exists (
        select from answers_of_transfers a where a.transfer_id = o.id and a.outcome = 'rejected')) as unproven
    from transfers o where o.settlement_id = l.settlement_id and o.partner_id = l.partner_id and o.state in ('rejected', 'cancelled')
  ) r on true;
comment on column transfers_of_lines.rejected is 'not null';
comment on column transfers_of_lines.over is 'not null';
comment on column transfers_of_lines.unproven is 'not null';
comment on column transfers_of_lines.is_begun is 'not null';

-- The same of the lines of the batches of aids that have transfers.
create view transfers_of_aids as
  select l.batch_id, l.request_id, l.amount_cents as line_cents, l.outcome, t.id as transfer_id, t.number, t.attempt, t.amount_cents, t.state,
    coalesce(r.over, 0) as over, coalesce(r.rejected, 0) as rejected, coalesce(r.unproven, 0) as unproven,
    (select a.outcome from answers_of_transfers a where a.transfer_id = t.id and a.is_its_own) as answer
  from aids_to_pay l
  left join transfers t on t.aid_batch_id = l.batch_id and t.aid_request_id = l.request_id and t.state not in ('rejected', 'cancelled')
  left join lateral (
    select count(*) as over, count(*) filter (where o.state = 'rejected') as rejected,
      count(*) filter (where o.amount_cents <> l.amount_cents or o.state = 'rejected' and not exists (
        select from answers_of_transfers a where a.transfer_id = o.id and a.outcome = 'rejected')) as unproven
    from transfers o where o.aid_batch_id = l.batch_id and o.aid_request_id = l.request_id and o.state in ('rejected', 'cancelled')
  ) r on true
  where not l.by_hand and exists (select from transfers o where o.aid_batch_id = l.batch_id);
comment on column transfers_of_aids.rejected is 'not null';
comment on column transfers_of_aids.over is 'not null';
comment on column transfers_of_aids.unproven is 'not null';

-- What the bank said paid of what was rejected or cancelled, and may have been: that day or later. Where somebody typed that it is rejected, or wrote
-- it in a table, their day proves nothing: the bank's counts, whichever it is.
create view transfers_said_paid as
  select t.id as transfer_id, l.answer_id, t.settlement_id, t.partner_id, t.aid_request_id, t.number
  from transfers t
  join bank_answer_lines l on l.transfer_id = t.id and l.effect = 'contradicts'
  left join bank_answers a on a.id = t.answer_id
  where (l.said_on >= t.answered_on) is not false or a.kind in ('csv', 'typed');
comment on column transfers_said_paid.transfer_id is 'not null';
comment on column transfers_said_paid.answer_id is 'not null';
comment on column transfers_said_paid.number is 'not null';

create view aids_said_paid as
  select aid_request_id as request_id, number from transfers_said_paid where aid_request_id is not null;
comment on column aids_said_paid.request_id is 'not null';

-- What is in a file, and to no account that two people agreed to for that partner and that could be paid when the file was made.
create view transfers_to_no_account as
  select t.id, t.number, t.settlement_id, t.partner_id
  from transfers t
  join transfer_files f on f.id = t.file_id
  where t.partner_id is not null and not exists (
    select from bank_accounts_of_partners a
    where a.bank_account_id = t.bank_account_id and a.partner_id = t.partner_id and a.holder = t.holder and a.iban_last4 = t.iban_last4
      and a.usable_from <= f.made_at and a.paid_since <= f.made_at and (a.paid_until is null or a.paid_until >= f.made_at));
