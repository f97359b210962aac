-- Room: aid/apprentice-aid

-- A request, without what only its payment needs.
create view aid_requests as
  select id, number, beneficiary_id, campaign_id, contract_signed_on, contract_year, state, home_lines, distance_m, transport_cents, meals_cents,
    lodging_cents, transport_cents + meals_cents + lodging_cents as total_cents, bank_holder, bank_name, iban_first4, iban_last4,
    iban_mark, contract_file_id, bank_file_id, lodging_file_id, created_at, submitted_at, decided_at
  from apprentice_aid_requests;

create view sent_aid_requests as
  select * from aid_requests where state <> 'draft';
comment on column sent_aid_requests.submitted_at is 'not null';

-- What a CFA and the Region read before they decide: all of it but the account number, which is decrypted for the bank's file only.
create view aid_requests_to_decide as
  select id, number, beneficiary_id, application_id, campaign_id, contract_signed_on, contract_year, school_id, state, home_lines,
    home_longitude, home_latitude, home_point, cfa_lines, cfa_longitude, cfa_latitude, cfa_point, distance_m, distance_provider,
    distance_measured_on, distance_doubts, distance_contest, distance_checked_m, distance_check_reason, distance_checked_by,
    distance_checked_at, lodging_situation, lodging_kind, transport_cents, meals_cents, lodging_cents, bands, bank_holder,
    bank_holder_differs, bank_name, iban_first4, iban_last4, bic, bank_details_rejected, contract_file_id, bank_file_id, lodging_file_id,
    created_at, submitted_at, school_accepted_at, decided_at
  from apprentice_aid_requests
  where state <> 'draft';

create view aid_request_history as
  select e.id, e.request_id, r.beneficiary_id, e.at, e.event, e.staff_id, e.reason
  from apprentice_aid_events e
  join apprentice_aid_requests r on r.id = e.request_id;
