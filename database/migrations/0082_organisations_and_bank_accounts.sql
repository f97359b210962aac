-- The legal person behind one or several partners. Partners that were there before have none until it is given.
create table organisations (
  id integer generated always as identity primary key,
  siren text not null,
  legal_name text not null,
  constraint an_organisation_is_known_once unique (siren),
  constraint a_siren_stands_for_its_organisation unique (id, siren),
  constraint a_siren_has_nine_digits check (siren ~ '^\d{9}$'),
  constraint an_organisation_has_a_name check (legal_name <> '')
);

-- The SIRET of each partner, which says its organisation.
create table sirets (
  partner_id integer primary key references partners,
  organisation_id integer not null,
  siret text not null,
  siren text not null generated always as (left(siret, 9)) stored,
  constraint a_siret_belongs_to_one_partner unique (siret),
  constraint a_siret_has_fourteen_digits check (siret ~ '^\d{14}$'),
  constraint a_siret_begins_with_the_siren_of_its_organisation foreign key (organisation_id, siren) references organisations (id, siren)
);
create index sirets_of_an_organisation on sirets (organisation_id, partner_id);

-- An organisation's bank account. Nobody alone makes it one that is paid.
create table bank_accounts (
  id integer generated always as identity primary key,
  organisation_id integer not null references organisations,
  -- Exactly as on the RIB: it is what the bank compares.
  holder text not null,
  -- AES-256-GCM under the key of src/platform/secrets.ts, bound to this row; forgotten some time after the account.
  iban_encrypted bytea,
  -- What stands for the IBAN without saying it.
  iban_mark bytea,
  iban_first4 text not null,
  iban_last4 text not null,
  bic text,
  state text not null default 'proposed',
  proposed_by bigint not null references staff,
  proposed_at timestamptz not null,
  decided_by bigint references staff,
  decided_at timestamptz,
  refusal text,
  -- The first instant at which a transfer may go to it.
  usable_from timestamptz,
  ended_at timestamptz,
  -- « Remplacé », or what a bank said of it.
  end_words text,
  constraint a_state_of_a_bank_account_is_known
    check (state in ('proposed', 'agreed', 'refused', 'withdrawn', 'lapsed', 'ended')),
  constraint whoever_proposes_a_bank_account_does_not_agree_to_it check (decided_by <> proposed_by),
  constraint what_is_decided_of_a_bank_account_is_somebodys
    check (num_nonnulls(decided_by, decided_at) = case when state in ('agreed', 'refused', 'ended') then 2 else 0 end),
  constraint a_refusal_of_a_bank_account_says_why check ((state = 'refused') = (refusal is not null)),
  constraint a_bank_account_that_was_agreed_to_is_usable_later
    check ((state in ('agreed', 'ended')) = (usable_from is not null) and usable_from > decided_at),
  constraint an_end_of_a_bank_account_says_when_and_why
    check (num_nonnulls(ended_at, end_words) = case when state = 'ended' then 2 else 0 end),
  constraint an_iban_is_kept_as_long_as_it_may_be_paid
    check (state not in ('proposed', 'agreed') or num_nonnulls(iban_encrypted, iban_mark) = 2)
);
create index bank_accounts_of_an_organisation on bank_accounts (organisation_id, id);
create index bank_accounts_by_mark on bank_accounts (iban_mark) where iban_mark is not null;
create index proposed_bank_accounts on bank_accounts (proposed_at) where state = 'proposed';
create index recent_proposals_of_bank_accounts on bank_accounts (proposed_at);

-- Which partners it pays, or would.
create table bank_account_partners (
  bank_account_id integer not null references bank_accounts,
  partner_id integer not null references partners,
  paid_since timestamptz,
  paid_until timestamptz,
  primary key (bank_account_id, partner_id),
  constraint what_is_paid_no_more_was_paid check (paid_until is null or paid_until >= paid_since)
);
create unique index a_partner_is_paid_to_one_account on bank_account_partners (partner_id)
  where paid_since is not null and paid_until is null;
create index bank_accounts_of_a_partner on bank_account_partners (partner_id, bank_account_id);
