-- Of each thing that the clock does, the last hour that a worker took, and whether it was done.
create table job_runs (
  name text primary key,
  hour timestamptz not null,
  done boolean not null
);
