-- Keys are renewed: a database is written with several, one after the other.
alter table secret_fingerprints
  drop constraint secret_fingerprints_pkey,
  add column known_since timestamptz not null default now(),
  add primary key (name, fingerprint);
alter table secret_fingerprints alter column known_since drop default;

-- What is not under the newest key is found by the mark of its key, which stands before it.
create index files_by_key on files (policy, is_encrypted, substring(bytes from 1 for 4));

alter table beneficiaries
  -- The mark of the key under which the fingerprint was made; null for the first of all.
  add column fingerprint_key bytea,
  -- The same person's fingerprints under the keys before, as long as somebody's that closed their account is compared under those.
  add column earlier_fingerprints bytea[] not null default '{}';
