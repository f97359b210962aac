-- The last day of the prepayments of a wallet whose own last day was moved; its campaign's where it was not.
alter table wallets add column prepayments_expire_on date;

-- The last day of wallets that people have already, moved to another: of a whole campaign, of some schools, of some people.
create table deadline_moves (
  id integer generated always as identity primary key,
  campaign_id integer not null references campaigns,
  scope text not null,
  -- The first three digits of the UAI of its schools.
  department text,
  school_id integer references schools,
  beneficiary_ids bigint[],
  closes_on date not null,
  prepayments_expire_on date not null,
  reason text not null,
  comment text not null,
  drafted_by bigint not null references staff,
  drafted_at timestamptz not null,
  asked_at timestamptz,
  agreed_by bigint references staff,
  agreed_at timestamptz,
  -- How far the clock went, and what it moved until then.
  moved_to bigint not null default 0,
  moved_at timestamptz,
  wallets integer not null default 0,
  balance_cents bigint not null default 0,
  prepayments integer not null default 0,
  told_to bigint not null default 0,
  told_at timestamptz,
  constraint a_scope_is_known check (scope in ('campaign', 'department', 'school', 'people')),
  constraint a_scope_says_whose check (
    (department is not null) = (scope = 'department') and (school_id is not null) = (scope = 'school')
    and (beneficiary_ids is not null) = (scope = 'people')),
  constraint who_asks_for_a_moved_deadline_does_not_agree_to_it check (agreed_by <> drafted_by),
  constraint who_agreed_to_a_moved_deadline_is_named check ((agreed_at is null) = (agreed_by is null)),
  constraint a_deadline_moves_once_it_is_agreed check (wallets = 0 and moved_at is null or agreed_at is not null),
  constraint its_people_are_told_once_it_is_moved check (told_at is null or moved_at is not null)
);
create index deadline_moves_of_a_campaign on deadline_moves (campaign_id, id);
create index deadlines_to_move on deadline_moves (id) where agreed_at is not null and told_at is null;

-- What was moved, and the last day that it had before.
create table moved_wallets (
  move_id integer not null references deadline_moves,
  wallet_id bigint not null references wallets,
  closed_on date not null,
  primary key (move_id, wallet_id)
);
