-- A text that came into force after a partner joined is accepted again, or for the first time by those that a file took over: what proves it is
-- kept as at joining, and says who of the partner did it.
alter table agreements
  drop constraint agreements_pkey,
  alter column application_id drop not null,
  add column id integer generated always as identity primary key,
  add column partner_id integer references partners,
  add column signed_by bigint references staff,
  add constraint an_application_to_join_accepts_once unique (application_id),
  add constraint a_partner_accepts_a_text_once unique (partner_id, text_version),
  add constraint an_agreement_is_accepted_to_join_or_at_a_partner check (num_nonnulls(application_id, partner_id) = 1),
  add constraint an_agreement_at_a_partner_is_somebodys check (num_nonnulls(partner_id, signed_by) in (0, 2));
create index agreements_by_text on agreements (text_version);

-- How long partners have to accept a text: past it, the Region sees who has not.
alter table agreement_texts
  add column days_to_accept integer not null default 60,
  add constraint a_text_is_accepted_within_a_week_to_a_year check (days_to_accept between 7 and 365);

-- The code that a manager's letter box got to accept, as long as it may be given.
create table agreement_codes (
  staff_id bigint primary key references staff,
  partner_id integer not null references partners,
  signer_name text not null,
  -- Which text was shown to who asked for it.
  read_version integer references agreement_texts,
  asked_at timestamptz not null,
  code_hash bytea,
  code_made_at timestamptz,
  code_tries integer not null default 0
);

-- The managers who were written that a text waits for them, and reminded: once each.
create table agreement_letters (
  staff_id bigint not null references staff,
  text_version integer not null references agreement_texts,
  sent_at timestamptz not null,
  reminded_at timestamptz,
  primary key (staff_id, text_version)
);

alter table messages
  drop constraint a_secret_is_known,
  add constraint a_secret_is_known check (
    secret in ('temporary-password', 'reset-link', 'email-link', 'email-stop-link', 'staff-link', 'staff-reset-link', 'staff-first-link',
      'joining-code', 'joining-link', 'guardian-link', 'sign-in-code', 'agreement-code'));
