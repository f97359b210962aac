-- Sessions that are too old, whenever they were last seen.
create index sessions_by_opening on sessions (created_at);
