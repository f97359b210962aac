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
