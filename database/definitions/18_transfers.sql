-- Room: money/transfers

-- What was sent stays as it is, but for what is answered; what is rejected is over.
create or replace function refuse_to_change_a_transfer() returns trigger language plpgsql as $$
begin
  if (new.settlement_id, new.partner_id, new.attempt, new.amount_cents) is distinct from (old.settlement_id, old.partner_id, old.attempt, old.amount_cents) then
    raise exception 'a transfer pays what it was made for';
  end if;
  if old.state <> 'waiting' and (new.file_id, new.message_id, new.siret, new.bank_account_id, new.holder, new.iban_first4, new.iban_last4, new.bic)
    is distinct from (old.file_id, old.message_id, old.siret, old.bank_account_id, old.holder, old.iban_first4, old.iban_last4, old.bic) then
    raise exception 'the account of a transfer is the one that its file says';
  end if;
  if new.state <> old.state and (old.state, new.state) not in (
    ('waiting', 'sent'), ('sent', 'paid'), ('sent', 'rejected'), ('paid', 'rejected')) then
    raise exception 'a transfer that is % does not become %', old.state, new.state;
  end if;
  return new;
end $$;
create or replace trigger transfers_go_one_way before update on transfers
  for each row execute function refuse_to_change_a_transfer();

-- Each line of the settlements that transfers pay, or that have some, with its transfer that is not rejected, how many were, and what was answered. `is_begun`: its
-- settlement has transfers. `unproven`: rejected without an answer that is done and says so, or of another amount.
create view transfers_of_lines as
  select l.settlement_id, l.partner_id, l.amount_cents as line_cents, l.held_at, l.paid_at, t.id as transfer_id, t.number, t.attempt, t.amount_cents,
    t.state, coalesce(r.rejected, 0) as rejected, coalesce(r.unproven, 0) as unproven,
    (
      select b.outcome from bank_answer_lines b join bank_answers a on a.id = b.answer_id
      where b.answer_id = t.answer_id and b.transfer_id = t.id and a.done_at is not null and b.is_of_its_file and b.amount_agrees is not false
    ) as answer,
    exists (select from transfers o where o.settlement_id = l.settlement_id) as is_begun
  from settled_amounts l
  join settlements_made s on s.id = l.settlement_id
    and (s.by_transfers or exists (select from transfers o where o.settlement_id = s.id))
  left join transfers t on t.settlement_id = l.settlement_id and t.partner_id = l.partner_id and t.state <> 'rejected'
  left join lateral (
    select count(*) as rejected, count(*) filter (where o.amount_cents <> l.amount_cents or not exists (
      select from bank_answer_lines b join bank_answers a on a.id = b.answer_id
      where b.answer_id = o.answer_id and b.transfer_id = o.id and a.done_at is not null and b.outcome = 'rejected')) as unproven
    from transfers o where o.settlement_id = l.settlement_id and o.partner_id = l.partner_id and o.state = 'rejected'
  ) r on true;
comment on column transfers_of_lines.rejected is 'not null';
comment on column transfers_of_lines.unproven is 'not null';
comment on column transfers_of_lines.is_begun is 'not null';

-- What is in a file, and to no account that two people agreed to for that partner and that could be paid when the file was made.
create view transfers_to_no_account as
  select t.id, t.number, t.settlement_id, t.partner_id
  from transfers t
  join transfer_files f on f.id = t.file_id
  where not exists (
    select from bank_accounts_of_partners a
    where a.bank_account_id = t.bank_account_id and a.partner_id = t.partner_id and a.holder = t.holder and a.iban_last4 = t.iban_last4
      and a.usable_from <= f.made_at and a.paid_since <= f.made_at and (a.paid_until is null or a.paid_until >= f.made_at));
