-- What somebody typed in a form whose session had ended when it was sent: kept an hour, for them, in the browser that they typed it in.
create table kept_forms (
  id bigint generated always as identity primary key,
  -- Of the browser's token, from which the key comes too: without that browser nobody can read what is kept.
  token_hash bytea not null,
  path text not null,
  beneficiary_id bigint references beneficiaries,
  staff_id bigint references staff,
  sealed bytea not null,
  kept_until timestamptz not null,
  constraint a_kept_form_is_somebodys check (num_nonnulls(beneficiary_id, staff_id) = 1)
);
create index kept_forms_of_a_browser on kept_forms (token_hash, path);
create index kept_forms_of_a_beneficiary on kept_forms (beneficiary_id);
create index kept_forms_by_end on kept_forms (kept_until);
