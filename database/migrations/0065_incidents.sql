-- What belongs to one trouble, gathered: whom and what it is about, what was said and sent. Opened by one agent, closed by another.
create table incidents (
  id integer generated always as identity primary key,
  title text not null,
  kind text not null,
  opened_at timestamptz not null,
  opened_by bigint not null references staff,
  closed_at timestamptz,
  closed_by bigint references staff,
  outcome text,
  search text not null generated always as (searchable(title)) stored,
  constraint a_kind_of_incident_is_known check (kind in ('fraud', 'payment', 'card', 'partner', 'school', 'outage', 'data', 'other')),
  constraint a_closed_incident_says_when_and_how check (num_nonnulls(closed_at, closed_by, outcome) in (0, 3)),
  constraint whoever_opened_an_incident_does_not_close_it check (closed_by <> opened_by)
);
create index incidents_by_age on incidents (opened_at desc, id desc);
create index incidents_closed on incidents (closed_at) where closed_at is not null;

-- What it is about: a person, a partner, a line of the journal of money, or a school.
create table incident_links (
  id bigint generated always as identity primary key,
  incident_id integer not null references incidents on delete cascade,
  beneficiary_id bigint references beneficiaries,
  partner_id integer references partners,
  transaction_id bigint references transactions,
  school_id integer references schools,
  added_at timestamptz not null,
  added_by bigint not null references staff,
  constraint a_link_leads_to_one_thing check (num_nonnulls(beneficiary_id, partner_id, transaction_id, school_id) = 1),
  constraint a_thing_is_linked_once unique nulls not distinct (incident_id, beneficiary_id, partner_id, transaction_id, school_id)
);
create index incidents_of_a_person on incident_links (beneficiary_id) where beneficiary_id is not null;
create index incidents_of_a_partner on incident_links (partner_id) where partner_id is not null;

create table incident_notes (
  id bigint generated always as identity primary key,
  incident_id integer not null references incidents on delete cascade,
  at timestamptz not null,
  staff_id bigint not null references staff,
  text text not null,
  search text not null generated always as (searchable(text)) stored
);
create index notes_of_an_incident on incident_notes (incident_id, id);

create table incident_documents (
  id integer generated always as identity primary key,
  incident_id integer not null references incidents on delete cascade,
  name text not null,
  file_id text not null references files,
  at timestamptz not null,
  staff_id bigint not null references staff
);
create index documents_of_an_incident on incident_documents (incident_id, id);
