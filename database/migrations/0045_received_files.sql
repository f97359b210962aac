-- A file that is too heavy for one value, and for the memory of a process: it is kept piece by piece as it comes, and read likewise.
create table received_files (
  id text primary key,
  received_at timestamptz not null
);
create table received_pieces (
  file_id text not null references received_files on delete cascade,
  number integer not null,
  bytes bytea not null,
  primary key (file_id, number)
);
