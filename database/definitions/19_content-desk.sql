-- Room: scheme/content-desk

-- What the Region writes for everybody, as it is read. On which days it is published is for its reader to say: a view has no day.

create view listed_good_deals as
  select g.id, g.title, g.body, g.url, g.picture_file_id, g.valid_from, g.valid_until, g.for_holders_only, g.published_from, g.published_until,
    g.organiser, p.code as partner_code, coalesce(p.name, g.organiser) as offered_by, g.search || ' ' || coalesce(p.name_search, '') as search
  from good_deals g
  left join partner_directory p on p.id = g.partner_id;
comment on column listed_good_deals.offered_by is 'not null';
comment on column listed_good_deals.search is 'not null';

create view listed_documents as
  select d.id, d.name, d.file_id, f.created_at, octet_length(f.bytes) as bytes, d.published_from, d.published_until
  from documents d
  join stored_files f on f.id = d.file_id;
comment on column listed_documents.bytes is 'not null';

create view listed_questions as
  select q.id, q.slug, q.question, q.answer, q.search, q.theme_id, t.title as theme, t.position as theme_position, q.position, q.published_from,
    q.published_until
  from questions q
  join question_themes t on t.id = q.theme_id;

create view listed_key_dates as
  select k.id, k.campaign_id, c.name as campaign_name, k.day, k.label, k.concerns, k.published_from, k.published_until
  from key_dates k
  join campaign_calendar c on c.id = k.campaign_id;

-- How well the words typed are found in a text, in any order and with their typing mistakes: from 0 to 1. It reads every row: for
-- tables of a few hundred.
create or replace function words_found(typed text, search text) returns real
language sql immutable parallel safe
return (
  select coalesce(avg(word_similarity(word, search)), 0)
  from regexp_split_to_table(searchable(left(typed, 100)), ' ') as word
  where length(word) > 1
);

-- What is said on all pages. Whether it is shown now is for its reader to say.
create view banners_written as
  select id, text, level, shown_to, shown_from, shown_until from banners;
