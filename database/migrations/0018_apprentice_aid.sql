create table apprentice_aid_requests (
  id bigint generated always as identity primary key,
  number text not null unique,
  beneficiary_id bigint not null references beneficiaries,
  application_id bigint not null references card_applications,
  campaign_id integer not null references aid_parameters,
  contract_signed_on date not null,
  contract_year integer not null,
  -- The CFA that checks the request; null for one outside the Region, whose requests the Region checks.
  school_id integer references schools,
  state text not null default 'draft',

  -- Transport: everything as it was on the day it was measured.
  home_lines text[],
  home_longitude double precision,
  home_latitude double precision,
  -- What the point is: the middle of the street, or only the centre of the town.
  home_point text,
  cfa_lines text[],
  cfa_longitude double precision,
  cfa_latitude double precision,
  cfa_point text,
  distance_m integer,
  distance_provider text,
  distance_measured_on date,
  -- Why an agent has to look at it; empty when it can be believed.
  distance_doubts text[] not null default '{}',
  -- What the young person has to say against it.
  distance_contest text,
  -- What an agent kept of it, and why.
  distance_checked_m integer,
  distance_check_reason text,
  distance_checked_by bigint references staff,
  distance_checked_at timestamptz,

  lodging_situation text,
  lodging_kind text,

  -- The amounts and the bands of the day it was sent. No transport amount as long as the distance is unknown.
  transport_cents bigint,
  meals_cents bigint,
  lodging_cents bigint,
  bands jsonb,

  bank_holder text,
  -- Not the person's own name, as far as can be seen: for whoever checks the request.
  bank_holder_differs boolean,
  bank_name text,
  -- AES-256-GCM under the key of src/platform/secrets.ts, bound to this row.
  iban_encrypted bytea,
  iban_first4 text,
  iban_last4 text,
  bic text,
  -- The bank has rejected a transfer to this account: other bank details are asked for.
  bank_details_rejected boolean not null default false,

  contract_file_id text references files,
  bank_file_id text references files,
  lodging_file_id text references files,

  created_at timestamptz not null,
  submitted_at timestamptz,
  school_accepted_at timestamptz,
  decided_at timestamptz,

  constraint a_number_has_nine_digits check (number ~ '^[0-9]{9}$'),
  constraint a_contract_year_counts_from_one check (contract_year between 1 and 10),
  constraint a_state_is_known check (state in (
    'draft', 'awaiting-school', 'awaiting-region', 'returned', 'refused', 'accepted', 'in-payment', 'paid', 'rejected-by-bank')),
  constraint a_home_is_a_street_or_a_town check (home_point in ('street', 'town')),
  constraint a_cfa_is_a_school_or_a_town check (cfa_point in ('school', 'town')),
  constraint a_provider_is_known check (distance_provider in ('valhalla', 'osrm', 'geoplateforme', 'great-circle')),
  constraint a_measured_distance_says_how_and_when check (
    num_nonnulls(distance_m, distance_provider, distance_measured_on) in (0, 3)),
  constraint doubts_are_known check (distance_doubts <@ '{unknown,estimate,home-is-a-town,cfa-is-a-town,far-ends,contested}'),
  constraint a_checked_distance_says_by_whom_and_why check (
    num_nonnulls(distance_checked_m, distance_check_reason, distance_checked_by, distance_checked_at) in (0, 4)),
  constraint lodging_is_known check (
    lodging_situation in ('with-family', 'housed')
    and (lodging_situation = 'housed') = (lodging_kind is not null)
    and lodging_kind in ('boarding-school', 'hostel', 'social-housing', 'private-rental', 'other')),
  constraint bank_details_are_whole check (
    num_nonnulls(bank_holder, bank_holder_differs, bank_name, iban_encrypted, iban_first4, iban_last4, bic) in (0, 7)),
  constraint amounts_are_not_negative check (transport_cents >= 0 and meals_cents >= 0 and lodging_cents >= 0),
  constraint a_sent_request_is_whole check (
    state = 'draft' or (
      num_nonnulls(home_lines, cfa_lines, lodging_situation, meals_cents, lodging_cents, bands, iban_encrypted, contract_file_id,
        bank_file_id, submitted_at) = 10
      and (lodging_cents = 0 or lodging_file_id is not null))),
  constraint only_a_cfa_of_the_region_is_waited_for check (state <> 'awaiting-school' or school_id is not null),
  constraint an_accepted_request_has_a_distance_to_believe check (
    state not in ('accepted', 'in-payment', 'paid', 'rejected-by-bank')
    or (transport_cents is not null and (distance_doubts = '{}' or distance_checked_at is not null)))
);
create unique index one_live_request_a_contract_year on apprentice_aid_requests (beneficiary_id, contract_signed_on, contract_year)
  where state <> 'refused';
create index aid_requests_of_a_school on apprentice_aid_requests (school_id, state, submitted_at, id);
create index aid_requests_by_state on apprentice_aid_requests (state, submitted_at, id);
-- Deleting a file asks each table that may show it.
create index aid_requests_by_contract on apprentice_aid_requests (contract_file_id) where contract_file_id is not null;
create index aid_requests_by_bank_details on apprentice_aid_requests (bank_file_id) where bank_file_id is not null;
create index aid_requests_by_lodging_certificate on apprentice_aid_requests (lodging_file_id) where lodging_file_id is not null;

-- What happened to a request, by whom: shown to its owner, its CFA and the Region.
create table apprentice_aid_events (
  id bigint generated always as identity primary key,
  request_id bigint not null references apprentice_aid_requests,
  at timestamptz not null,
  event text not null,
  staff_id bigint references staff,
  reason text,
  constraint an_event_is_known check (event in (
    'submitted', 'accepted-by-school', 'accepted', 'returned', 'refused', 'distance-checked', 'put-in-payment', 'taken-out-of-payment', 'paid',
    'rejected-by-bank')),
  constraint a_return_or_a_refusal_has_a_reason check (
    event not in ('returned', 'refused', 'distance-checked', 'rejected-by-bank') or reason is not null)
);
create index apprentice_aid_events_of_a_request on apprentice_aid_events (request_id, at);
create trigger apprentice_aid_events_are_append_only before update or delete on apprentice_aid_events
  for each row execute function refuse_change();
create trigger apprentice_aid_events_are_never_truncated before truncate on apprentice_aid_events
  for each statement execute function refuse_change();
