-- A settlement and a batch of transfers go out once somebody else than who prepared them has let them out.
alter table settlements
  add column released_at timestamptz,
  add column released_by bigint references staff,
  add constraint who_released_a_settlement_is_named check ((released_at is null) = (released_by is null)),
  add constraint who_prepared_a_settlement_does_not_release_it check (released_by <> prepared_by);
alter table aid_payment_batches
  add column released_at timestamptz,
  add column released_by bigint references staff,
  add constraint who_released_a_batch_is_named check ((released_at is null) = (released_by is null)),
  add constraint who_created_a_batch_does_not_release_it check (released_by <> created_by),
  -- What was downloaded before anybody could release it stays as it is.
  add constraint a_file_is_downloaded_once_released check (downloaded_at is null or released_at is not null) not valid;
-- Likewise of a settlement that is paid.
alter table settlements
  add constraint a_settlement_is_paid_once_released check (paid_at is null or released_at is not null) not valid;
