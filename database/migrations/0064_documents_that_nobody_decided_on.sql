-- A document that nobody has decided on goes long after the campaign: the request still waits, and says when it lost it.
alter table card_applications
  add column identity_forgotten_at timestamptz,
  drop constraint what_waits_for_the_region_has_an_identity_document,
  add constraint what_waits_for_the_region_has_an_identity_document check (
    state <> 'submitted' or situation <> 'neither' or identity_file_id is not null or identity_forgotten_at is not null);
