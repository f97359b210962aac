-- What one person starts and another finishes.
create table acts_of_two (
  id integer generated always as identity primary key,
  -- Which act, as its room declares it.
  kind text not null,
  -- What it is about: an act waits once about the same thing.
  subject text not null,
  -- What the first asked for, as its room's schema reads it.
  input jsonb not null,
  reason text,
  started_by bigint not null references staff,
  started_at timestamptz not null,
  -- It ends by itself.
  ends_at timestamptz not null,
  -- Whoever may finish it was told that it waits.
  reminded_at timestamptz,
  outcome text,
  finished_by bigint references staff,
  finished_at timestamptz,
  -- Why it was refused.
  answer text,
  constraint an_outcome_is_known check (outcome in ('agreed', 'refused', 'withdrawn', 'lapsed')),
  constraint an_end_has_its_instant check ((outcome is null) = (finished_at is null)),
  constraint an_end_is_somebodys_unless_it_lapsed check ((finished_by is null) = (outcome is null or outcome = 'lapsed')),
  constraint whoever_starts_an_act_cannot_finish_it check (outcome not in ('agreed', 'refused') or finished_by <> started_by),
  constraint only_who_started_an_act_withdraws_it check (outcome <> 'withdrawn' or finished_by = started_by),
  constraint a_refusal_says_why check (outcome <> 'refused' or answer is not null)
);
create unique index an_act_waits_once on acts_of_two (kind, subject) where outcome is null;
create index acts_of_two_by_subject on acts_of_two (kind, subject);
create index waiting_acts on acts_of_two (started_at) where outcome is null;
create index finished_acts on acts_of_two (finished_at) where outcome is not null;
