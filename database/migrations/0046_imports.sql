-- Each file of reference data that an agent sent: read first, brought into the tables once it is agreed to.
create table imports (
  id integer generated always as identity primary key,
  kind text not null,
  file_name text not null,
  file_bytes bigint not null,
  -- Forgotten once nothing more is read in it.
  file_id text references received_files on delete set null,
  sent_by bigint not null references staff,
  sent_at timestamptz not null,
  state text not null default 'checking',
  -- How far it is, while it is read.
  lines_seen integer not null default 0,
  lines_read integer not null default 0,
  loaded integer not null default 0,
  refused integer not null default 0,
  left_out integer not null default 0,
  doubts integer not null default 0,
  -- [{ "label": "Établissements ajoutés", "count": 3 }]
  effects jsonb not null default '[]',
  -- Why the file cannot be read, or was not brought in.
  failure text,
  agreed_by bigint references staff,
  agreed_at timestamptz,
  ended_at timestamptz,
  constraint a_state_of_an_import_is_known
    check (state in ('checking', 'checked', 'loading', 'done', 'unreadable', 'failed', 'given-up')),
  constraint a_file_is_loaded_once_somebody_agreed check (state not in ('loading', 'done') or agreed_by is not null),
  constraint a_file_of_schools_or_partners_takes_a_second_person check (kind not in ('schools', 'partners') or agreed_by <> sent_by),
  constraint an_import_that_failed_says_why check ((state in ('unreadable', 'failed')) = (failure is not null)),
  constraint an_end_of_an_import_has_its_instant check ((ended_at is null) = (state in ('checking', 'checked', 'loading')))
);
create index imports_to_work_on on imports (id) where state in ('checking', 'loading');
create index imports_by_file on imports (file_id) where file_id is not null;
create index imports_by_instant on imports (sent_at desc, id desc);

-- What is said of the lines of a file.
create table import_lines (
  import_id integer not null references imports on delete cascade,
  number integer not null,
  line bigint not null,
  kind text not null,
  words text not null,
  primary key (import_id, number),
  constraint a_kind_of_words_is_known check (kind in ('refused', 'doubt', 'change'))
);

-- Files of partners had a table of their own, where one person changed partners by themselves. What waits to be opened is asked for again, one
-- partner at a time.
update acts_of_two set outcome = 'lapsed', finished_at = now() where kind = 'partner.import-opening' and outcome is null;
drop table partner_imports;
