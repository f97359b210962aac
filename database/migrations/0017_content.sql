-- What the Region writes for everybody. Each row has the days on which it is shown: from `published_from` (a draft has none) to
-- `published_until`, both included.

create table good_deals (
  id integer generated always as identity primary key,
  title text not null,
  partner_id integer references partners,
  -- Who offers it, when it is no partner.
  organiser text,
  body text not null,
  url text,
  picture_file_id text not null references files,
  valid_from date,
  valid_until date,
  for_holders_only boolean not null,
  published_from date,
  published_until date,
  search text not null generated always as (searchable(title || ' ' || coalesce(organiser, '') || ' ' || body)) stored,
  constraint a_partner_or_another_offers_it check (num_nonnulls(partner_id, organiser) = 1),
  constraint a_good_deal_starts_then_ends check (valid_from <= valid_until),
  constraint a_good_deal_is_shown_then_withdrawn check (published_from <= published_until)
);

create table documents (
  id integer generated always as identity primary key,
  name text not null,
  file_id text not null references files,
  published_from date,
  published_until date,
  constraint a_document_is_shown_then_withdrawn check (published_from <= published_until)
);

create table question_themes (
  id integer generated always as identity primary key,
  title text not null,
  position integer not null,
  constraint a_theme_is_there_once unique (title)
);

create table questions (
  id integer generated always as identity primary key,
  theme_id integer not null references question_themes,
  -- Its own address: it does not change when the question is reworded.
  slug text not null,
  question text not null,
  answer text not null,
  position integer not null,
  published_from date,
  published_until date,
  search text not null generated always as (searchable(question || ' ' || answer)) stored,
  constraint a_question_has_its_own_address unique (slug),
  constraint a_question_is_shown_then_withdrawn check (published_from <= published_until)
);

create table key_dates (
  id integer generated always as identity primary key,
  campaign_id integer not null references campaigns,
  day date not null,
  label text not null,
  published_from date,
  published_until date,
  constraint a_key_date_is_shown_then_withdrawn check (published_from <= published_until)
);

-- What people ask by the contact form. Who they are is what they say.
create table questions_received (
  id integer generated always as identity primary key,
  name text not null,
  email text not null,
  file_number text,
  subject text not null,
  body text not null,
  received_at timestamptz not null,
  answer text,
  answered_at timestamptz,
  answered_by bigint references staff,
  constraint an_answer_has_its_author_and_date check (num_nonnulls(answer, answered_at, answered_by) in (0, 3))
);
create index questions_waiting on questions_received (received_at) where answered_at is null;
create index questions_of_a_person on questions_received (lower(email), received_at);

-- How well the words typed are found in a text, in any order and with their typing mistakes: from 0 to 1. It reads every row: for
-- tables of a few hundred.
create function words_found(typed text, search text) returns real
language sql immutable parallel safe
return (
  select coalesce(avg(word_similarity(word, search)), 0)
  from regexp_split_to_table(searchable(left(typed, 100)), ' ') as word
  where length(word) > 1
);

-- The partners whose name looks like what was typed. Its settings are its own: the planner takes a comparison of words for an addition,
-- and would make it 5,000 times (43 ms) rather than read partners_by_name (12 ms).
create function partners_named_like(typed text) returns table (id integer, likeness real)
language sql stable parallel safe rows 50
set pg_trgm.word_similarity_threshold = 0.45
set enable_seqscan = off
begin atomic
  select p.id, word_similarity(searchable(left(typed, 60)), p.name_search)
  from partners p
  where p.active and searchable(left(typed, 60)) <% p.name_search;
end;
