-- Where the bytes of a file are when its row does not hold them: an object of the store (FILES_URL), and the mark of the key that it is under.
alter table files
  add column object_name text unique,
  add column object_mark bytea,
  add constraint a_file_is_in_its_row_or_in_the_store
    check ((object_name is null) = (object_mark is null) and (object_name is null or length(bytes) = 0));
create index files_in_their_rows on files (created_at) where object_name is null and length(bytes) > 0;
create index files_by_key_of_object on files (object_mark) where object_mark is not null;

create table file_store (
  only_one boolean primary key default true check (only_one),
  -- Files go back to their rows, and none leaves them any more.
  is_left boolean not null default false,
  -- How many times the store was swept for this database: a copy of it, which knows less of them, sweeps nothing.
  sweeps bigint not null default 0
);
insert into file_store default values;
