-- For how many days whoever is invited can choose a password.
alter table campaigns
  add column invitation_days integer not null default 7,
  add constraint an_invitation_lives_some_days check (invitation_days between 1 and 60);

alter table staff
  -- What somebody does where they work, in the words of whoever invited them. It gives no right.
  add column job_title text,
  -- Opened, or opened again.
  add column opened_at timestamptz not null default now();

-- When each of the staff last signed in. Apart from `staff`: whoever signs in waits for nobody who changes their account.
create table staff_sign_ins (
  staff_id bigint primary key references staff,
  at timestamptz not null
);
-- Those whose session lives have been seen.
insert into staff_sign_ins (staff_id, at)
  select staff_id, max(created_at) from sessions where staff_id is not null group by staff_id;

-- One file of accounts for schools, or for partners: what it would open, until somebody else agrees; then what it opened.
create table account_files (
  id integer generated always as identity primary key,
  at timestamptz not null,
  staff_id bigint not null references staff,
  file_name text not null,
  kind text not null,
  lines_read integer not null,
  -- Lines of people who have this account already.
  known integer not null,
  -- [{ "line": 3, "why": "colonne « email », valeur « » : …" }]
  refused jsonb not null,
  to_open integer not null,
  -- [{ "line": 2, "place_id": 1, "place": "…", "name": "…", "email": "…", "job_title": null }]; none once they are open.
  accounts jsonb,
  opened integer,
  opened_at timestamptz,
  constraint a_file_of_accounts_is_of_schools_or_partners check (kind in ('school', 'partner')),
  constraint accounts_of_a_file_are_open_or_to_open check ((accounts is null) = (opened is not null) and (opened is null) = (opened_at is null))
);
create index account_files_by_date on account_files (at);

-- Invitations that leave in their turn, some at a time: 5,000 at once would be taken for a nuisance by those who carry the mail.
create table invitations_to_send (
  staff_id bigint primary key references staff,
  asked_at timestamptz not null
);
create index invitations_to_send_in_order on invitations_to_send (asked_at, staff_id);
-- Those who were invited and never came.
create index staff_invited on staff (id) where password_hash is null and closed_at is null;
-- Who works where: shown on the page of a school or a partner.
create index staff_of_a_school on staff (school_id) where school_id is not null;
create index staff_of_a_partner on staff (partner_id) where partner_id is not null;
