-- What became of each file of partners: its wrong lines are said to whoever sent it, and kept.
create table partner_imports (
  id integer generated always as identity primary key,
  at timestamptz not null,
  staff_id bigint not null references staff,
  file_name text not null,
  lines_read integer not null,
  added integer not null,
  changed integer not null,
  -- [{ "line": 3, "why": "colonne « code », valeur « » : …" }]
  refused jsonb not null
);
