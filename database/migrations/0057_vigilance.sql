-- How often something was refused, by hour: what was tried, and from where or by whom.
create table notices (
  kind text not null,
  about text not null,
  hour timestamptz not null,
  times integer not null,
  last_at timestamptz not null,
  primary key (kind, about, hour)
);
create index notices_by_instant on notices (last_at);

-- Past how many something is noticed, and past how many a mail says so.
create table vigilance_thresholds (
  kind text primary key,
  noticed integer not null,
  mailed integer not null,
  constraint a_threshold_is_a_count check (noticed >= 0),
  constraint what_is_mailed_is_noticed check (mailed >= noticed)
);
insert into vigilance_thresholds values
  ('files-opened', 60, 60),
  ('requests-opened', 300, 600),
  ('people-exported', 500, 500),
  ('refused-sign-ins', 100, 500),
  ('lock-outs', 10, 50),
  ('forged-posts', 10, 100),
  ('objects-of-others', 10, 30),
  ('accounts-alike', 0, 20),
  ('same-phone', 3, 10),
  ('bank-account-changed', 0, 1),
  ('same-card-again', 5, 10),
  ('round-sums-at-night', 5, 10),
  ('failed-jobs', 0, 0),
  ('messages-waiting', 200, 1000);

-- Why an agent went on where a reason is asked.
create table given_reasons (
  id bigint generated always as identity primary key,
  staff_id bigint not null references staff,
  at timestamptz not null,
  -- What it was asked for, and about which file when it is about one.
  kind text not null references vigilance_thresholds,
  about text not null,
  reason text not null,
  constraint a_reason_says_something check (reason <> '')
);
create index given_reasons_of_staff on given_reasons (staff_id, kind, at);
create index given_reasons_by_date on given_reasons (at);

-- What the program noticed. The same thing again is the same alert, until somebody has looked at it.
create table alerts (
  id integer generated always as identity primary key,
  kind text not null references vigilance_thresholds,
  about text not null,
  first_at timestamptz not null,
  last_at timestamptz not null,
  times integer not null,
  staff_id bigint references staff,
  beneficiary_id bigint references beneficiaries,
  partner_id integer references partners,
  -- Those who watch were told by mail.
  told_at timestamptz,
  looked_at timestamptz,
  looked_by bigint references staff,
  finding text,
  constraint a_look_is_somebodys_and_says_what_was_found check (num_nonnulls(looked_at, looked_by, finding) in (0, 3)),
  constraint nobody_looks_at_what_they_did_themselves check (looked_by <> staff_id)
);
create unique index an_alert_is_open_once on alerts (kind, about) where looked_at is null;
create index alerts_about_a_thing on alerts (kind, about, looked_at);
create index alerts_by_date on alerts (last_at, id);
create index alerts_of_a_kind on alerts (kind, last_at, id);
