-- What became of the contract of an apprentice: that it ended early, the next one, or both. It counts once it is confirmed: by the CFA, or for a
-- CFA outside the Region by two agents.
create table contract_changes (
  id bigint generated always as identity primary key,
  number text not null unique,
  beneficiary_id bigint not null references beneficiaries,
  application_id bigint not null references card_applications,
  state text not null,

  ended_contract_signed_on date,
  ended_on date,

  contract_signed_on date,
  contract_ends_on date,
  other_diploma boolean,

  -- The CFA of the next contract; without one, that of the contract that ended.
  cfa_in_region boolean not null,
  school_id integer references schools,
  school_elsewhere jsonb,

  declared_at timestamptz not null,
  -- Null when the apprentice did.
  declared_by bigint references staff,
  -- Of a CFA outside the Region: the first of the two.
  first_agent_id bigint references staff,
  decided_at timestamptz,
  decided_by bigint references staff,
  reason text,

  constraint a_number_has_nine_digits check (number ~ '^[0-9]{9}$'),
  constraint a_state_is_known check (state in ('awaiting-school', 'awaiting-region', 'confirmed', 'refused')),
  constraint something_changes check (num_nonnulls(ended_on, contract_signed_on) > 0),
  constraint an_end_names_its_contract check (num_nonnulls(ended_contract_signed_on, ended_on) in (0, 2) and ended_on >= ended_contract_signed_on),
  constraint a_next_contract_is_whole check (
    num_nonnulls(contract_signed_on, contract_ends_on, other_diploma) in (0, 3) and contract_ends_on > contract_signed_on),
  constraint a_cfa_is_of_the_directory_or_named check (num_nonnulls(school_id, school_elsewhere) = 1),
  constraint a_cfa_of_the_region_is_of_the_directory check (not cfa_in_region or school_id is not null),
  constraint who_is_waited_for_depends_on_the_cfa check (
    case state when 'awaiting-school' then cfa_in_region when 'awaiting-region' then not cfa_in_region else true end),
  constraint a_decision_says_when_and_by_whom check (
    (state in ('confirmed', 'refused')) = (decided_at is not null) and (decided_at is null) = (decided_by is null)),
  constraint outside_the_region_two_agents_confirm check (
    state <> 'confirmed' or cfa_in_region or (first_agent_id is not null and first_agent_id <> decided_by)),
  constraint a_refusal_has_a_reason check ((state = 'refused') = (reason is not null))
);
create unique index one_contract_change_waits_at_a_time on contract_changes (beneficiary_id) where state in ('awaiting-school', 'awaiting-region');
create index contract_changes_of_a_person on contract_changes (beneficiary_id);
create index contract_changes_of_an_application on contract_changes (application_id);
create index contract_changes_of_a_school on contract_changes (school_id, state, declared_at, id);
create index contract_changes_by_state on contract_changes (state, declared_at, id);
