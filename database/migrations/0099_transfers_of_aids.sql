-- Aids are paid by what pays shops: a batch leaves in files as a settlement does, and the same answers say what became of it.
alter table transfer_files
  alter column settlement_id drop not null,
  add column aid_batch_id integer references aid_payment_batches,
  -- Of a file of aids that was given before files were made here: the bank knows it by that name.
  add column named_before text,
  -- The first time that somebody downloaded it.
  add column taken_at timestamptz,
  add column taken_by bigint references staff,
  add column cancelled_at timestamptz,
  add column cancelled_by bigint references staff,
  add column cancel_reason text,
  add constraint a_file_pays_one_thing check (num_nonnulls(settlement_id, aid_batch_id) = 1),
  add constraint who_took_a_file_is_named check ((taken_at is null) = (taken_by is null)),
  add constraint a_cancelled_file_says_by_whom_and_why check (num_nonnulls(cancelled_at, cancelled_by, cancel_reason) in (0, 3)),
  drop column message_id;
alter table transfer_files
  -- Names the file at the bank: the same file downloaded twice has the same name, and the bank takes it once.
  add column message_id text not null unique generated always as (
    coalesce(named_before, case when aid_batch_id is null then 'REV-HDF-' else 'AID-HDF-' end || lpad(id::text, 8, '0'))
  ) stored;
create index transfer_files_of_a_batch on transfer_files (aid_batch_id, id) where aid_batch_id is not null;
update transfer_files f set taken_at = d.at, taken_by = d.staff_id
from (
  select distinct on (1) (details ->> 'file')::integer as file_id, at, staff_id from audit_facts
  where fact = 'transfers.downloaded' and staff_id is not null order by 1, at
) d
where f.id = d.file_id;

alter table transfers
  alter column settlement_id drop not null,
  alter column partner_id drop not null,
  add column aid_batch_id integer,
  add column aid_request_id bigint,
  -- As the bank knows a transfer of an aid that was sent before transfers were made here.
  add column named_before text,
  drop column number,
  drop constraint a_state_of_a_transfer_is_known,
  drop constraint what_is_sent_is_in_a_file_with_its_account,
  drop constraint an_iban_is_kept_as_long_as_its_transfer_is_under_way,
  add constraint a_transfer_is_of_a_line_of_a_batch foreign key (aid_batch_id, aid_request_id) references aid_payment_lines,
  add constraint a_transfer_pays_one_line check (
    case when aid_batch_id is null then settlement_id is not null and partner_id is not null and aid_request_id is null
      else settlement_id is null and partner_id is null and aid_request_id is not null end
  ),
  add constraint an_attempt_to_pay_an_aid_is_made_once unique (aid_batch_id, aid_request_id, attempt),
  -- Cancelled with its file, before anything was answered.
  add constraint a_state_of_a_transfer_is_known check (state in ('waiting', 'sent', 'paid', 'rejected', 'cancelled')),
  add constraint what_is_sent_is_in_a_file_with_its_account check (
    num_nonnulls(file_id, message_id, holder, iban_first4, iban_last4) = case when state = 'waiting' then 0 else 5 end
    -- An apprentice is no shop.
    and num_nonnulls(siret, bank_account_id) = case when state = 'waiting' or aid_batch_id is not null then 0 else 2 end
  ),
  add constraint an_iban_is_kept_as_long_as_its_transfer_is_under_way check (
    case state when 'waiting' then iban_encrypted is null when 'sent' then iban_encrypted is not null or named_before is not null else true end
  );
alter table transfers
  -- Unique for ever: in the label of the transfer, its EndToEndId, and what the accountant answers of. A statement's, or an aid's.
  add column number text not null unique generated always as (
    coalesce(named_before,
      case when aid_batch_id is null then 'REV' || settlement_id || '-P' || partner_id else 'THR' || aid_batch_id || '-D' || aid_request_id end
        || case when attempt > 1 then '-' || attempt else '' end)
  ) stored;
drop index a_line_has_one_live_transfer;
create unique index a_line_has_one_live_transfer on transfers (settlement_id, partner_id)
  where aid_batch_id is null and state not in ('rejected', 'cancelled');
create unique index an_aid_has_one_live_transfer on transfers (aid_batch_id, aid_request_id)
  where aid_batch_id is not null and state not in ('rejected', 'cancelled');
create index transfers_of_an_aid on transfers (aid_request_id, id) where aid_request_id is not null;

-- One answer that somebody types.
alter table bank_answers
  drop constraint a_kind_of_answer_is_known,
  add constraint a_kind_of_answer_is_known check (kind in ('pain.002', 'camt.053', 'camt.054', 'csv', 'typed'));

-- What the bank was given before: its file, and what it has not answered. Accounts were encrypted for their request, and are not written again.
insert into transfer_files (aid_batch_id, kind, named_before, execute_on, made_at, made_by, taken_at, taken_by)
  select id, 'bank', message_id, execute_on, downloaded_at, downloaded_by, downloaded_at, downloaded_by
  from aid_payment_batches b
  where downloaded_at is not null and cancelled_at is null
    and exists (select from aid_payment_lines l where l.batch_id = b.id and l.outcome is null)
  order by id;
insert into transfers (aid_batch_id, aid_request_id, amount_cents, named_before, state, file_id, message_id, holder, iban_first4, iban_last4, bic)
  select l.batch_id, l.request_id, l.amount_cents, r.number, 'sent', f.id, f.message_id, coalesce(r.bank_holder, ''), coalesce(r.iban_first4, ''),
    coalesce(r.iban_last4, ''), r.bic
  from transfer_files f
  join aid_payment_lines l on l.batch_id = f.aid_batch_id and l.outcome is null
  join apprentice_aid_requests r on r.id = l.request_id
  order by l.batch_id, l.request_id;

alter table aid_payment_lines
  -- Noted as paid or rejected by somebody, before the bank's files were read here: no transfer says so.
  add column by_hand boolean not null default false;
alter table aid_payment_lines disable trigger user;
update aid_payment_lines set by_hand = true where outcome in ('paid', 'rejected');
alter table aid_payment_lines enable trigger user;
alter table aid_payment_batches
  drop constraint a_downloaded_file_says_by_whom_and_for_which_day,
  drop column message_id,
  drop column execute_on;
alter table aid_payment_batches rename column downloaded_at to given_at;
alter table aid_payment_batches rename column downloaded_by to given_by;
alter table aid_payment_batches rename constraint a_file_is_downloaded_once_released to a_batch_is_given_once_released;
alter table aid_payment_batches
  add constraint a_batch_that_is_given_says_by_whom check ((given_at is null) = (given_by is null));

-- Money of an aid that left, and came back through no fault of its owner.
alter table apprentice_aid_events
  drop constraint an_event_is_known,
  add constraint an_event_is_known check (event in (
    'submitted', 'accepted-by-school', 'accepted', 'returned', 'refused', 'distance-checked', 'put-in-payment', 'taken-out-of-payment', 'paid',
    'came-back', 'rejected-by-bank'));
