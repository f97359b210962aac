-- What the State says of who is enrolled, where the Region asks it (API Particulier).

-- Its answer on a request, and nothing else of what it knows. `asked_as`: as what it was asked; what is known of them since is another.
create table state_enrolments (
  application_id bigint primary key references card_applications,
  asked_as text not null,
  answer text not null,
  why text,
  asked_at timestamptz not null,
  constraint an_answer_of_the_state_is_known check (answer in ('found', 'not-found', 'unknown')),
  constraint why_the_state_says_nothing_is_known check (
    why in ('too-early', 'not-told', 'refused', 'other-person', 'other-school', 'other-status', 'other-year')),
  constraint what_is_unknown_says_why check ((why is null) = (answer <> 'unknown'))
);

-- Until when nothing is asked, whichever server it is: whoever goes on after being told to wait is banned.
create table state_source (
  is_the_only_one boolean primary key default true,
  paused_until timestamptz,
  constraint there_is_one_source check (is_the_only_one)
);
insert into state_source default values;
