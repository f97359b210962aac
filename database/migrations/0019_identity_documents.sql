alter table card_applications
  -- It is deleted once decided; what waits for a decision has it.
  add constraint what_waits_for_the_region_has_an_identity_document check (
    state <> 'submitted' or situation <> 'neither' or identity_file_id is not null);

alter table application_events
  drop constraint an_event_is_known,
  add constraint an_event_is_known check (
    event in ('registered', 'submitted', 'document-replaced', 'validated', 'returned', 'refused'));
