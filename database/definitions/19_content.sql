-- Room: scheme/content

-- How well the words typed are found in a text, in any order and with their typing mistakes: from 0 to 1. It reads every row: for
-- tables of a few hundred.
create or replace function words_found(typed text, search text) returns real
language sql immutable parallel safe
return (
  select coalesce(avg(word_similarity(word, search)), 0)
  from regexp_split_to_table(searchable(left(typed, 100)), ' ') as word
  where length(word) > 1
);
