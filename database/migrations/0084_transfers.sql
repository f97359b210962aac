-- How a settlement that was let out is paid: a transfer for each of its lines, in files for the bank or for the public accountant.
alter table settlements
  -- Its lines are paid one by one, each by its transfer; without it, all of them at once.
  add column by_transfers boolean not null default false;
alter table settlement_lines
  add column paid_at timestamptz,
  add constraint a_line_that_is_held_is_not_paid check (paid_at is null or held_at is null);

-- What somebody takes out at once: transfers for a bank, or mandate proposals for the accountant. It is always the same again.
create table transfer_files (
  id integer generated always as identity primary key,
  settlement_id integer not null references settlements,
  kind text not null,
  -- Names the file at the bank: the same file downloaded twice has the same name, and the bank takes it once.
  message_id text not null unique generated always as ('REV-HDF-' || lpad(id::text, 8, '0')) stored,
  execute_on date not null,
  made_at timestamptz not null,
  made_by bigint not null references staff,
  constraint a_kind_of_file_is_known check (kind in ('bank', 'mandates'))
);
create index transfer_files_of_a_settlement on transfer_files (settlement_id, id);

-- One answer of the bank or of the accountant, read before it is done.
create table bank_answers (
  id integer generated always as identity primary key,
  kind text not null,
  file_name text not null,
  -- Of the bytes of the file, which is not kept.
  hash bytea not null,
  -- How whoever sends it names it.
  report_id text,
  sender text,
  page integer not null,
  -- How many things it says, of which so many are of none of our transfers.
  said integer not null,
  unknown integer not null,
  read_at timestamptz not null,
  read_by bigint not null references staff,
  done_at timestamptz,
  done_by bigint references staff,
  constraint a_kind_of_answer_is_known check (kind in ('pain.002', 'camt.053', 'camt.054', 'csv')),
  constraint an_answer_that_is_done_says_by_whom check ((done_at is null) = (done_by is null))
);
create unique index an_answer_is_done_once on bank_answers (hash) where done_at is not null;
create unique index a_report_is_done_once on bank_answers (kind, report_id, sender, page) nulls not distinct
  where done_at is not null and report_id is not null;

create table transfers (
  id bigint generated always as identity primary key,
  settlement_id integer not null,
  partner_id integer not null,
  -- The first, or one that takes the place of another which was rejected.
  attempt integer not null default 1,
  -- The statement's number, unique for ever: in the label of the transfer, its EndToEndId, and what the accountant answers of.
  number text not null unique generated always as (
    'REV' || settlement_id || '-P' || partner_id || case when attempt > 1 then '-' || attempt else '' end
  ) stored,
  amount_cents bigint not null,
  state text not null default 'waiting',
  -- A rejection that a bank alone does not prove, or that another account would not mend: it is paid again once two people say so.
  needs_agreement boolean not null default false,
  -- The account as it was when the file was made.
  file_id integer references transfer_files,
  message_id text,
  siret text,
  bank_account_id integer,
  holder text,
  iban_encrypted bytea,
  iban_first4 text,
  iban_last4 text,
  bic text,
  -- What was answered last.
  code text,
  words text,
  answered_on date,
  answered_at timestamptz,
  answer_id integer references bank_answers,
  constraint a_transfer_is_of_a_line_of_a_settlement foreign key (settlement_id, partner_id) references settlement_lines,
  constraint an_attempt_is_made_once unique (settlement_id, partner_id, attempt),
  constraint a_transfer_pays_something check (amount_cents > 0),
  constraint a_state_of_a_transfer_is_known check (state in ('waiting', 'sent', 'paid', 'rejected')),
  constraint what_is_sent_is_in_a_file_with_its_account check (
    num_nonnulls(file_id, message_id, siret, bank_account_id, holder, iban_encrypted, iban_first4, iban_last4)
      = case when state = 'waiting' then 0 else 8 end
  ),
  constraint what_is_paid_or_rejected_was_answered check ((state in ('paid', 'rejected')) = (answered_at is not null)),
  constraint what_waits_for_two_people_is_in_no_file check (state = 'waiting' or not needs_agreement)
);
-- Nobody is paid twice: another transfer of the same line comes once this one is rejected.
create unique index a_line_has_one_live_transfer on transfers (settlement_id, partner_id) where state <> 'rejected';
create index transfers_of_a_file on transfers (file_id, id) where file_id is not null;
create index transfers_of_a_message on transfers (message_id) where message_id is not null;
create index transfers_of_a_partner on transfers (partner_id, id);

-- Of an answer, what is said of our transfers; of a whole file or payment, one line for each of its transfers.
create table bank_answer_lines (
  answer_id integer not null references bank_answers on delete cascade,
  transfer_id bigint not null references transfers,
  outcome text not null,
  -- It is not said of this one, but of all that its file holds.
  is_of_all boolean not null,
  -- Of the same file as the transfer, and of the same amount; null where it says none.
  is_of_its_file boolean not null,
  amount_agrees boolean,
  code text,
  words text,
  said_on date,
  -- What came of it, once it is done.
  effect text,
  constraint an_answer_says_one_thing_of_a_transfer primary key (answer_id, transfer_id),
  constraint an_outcome_of_a_bank_is_known check (outcome in ('paid', 'rejected', 'other'))
);
create index bank_answer_lines_of_a_transfer on bank_answer_lines (transfer_id);

create trigger transfers_are_never_deleted before delete on transfers for each row execute function refuse_change();
