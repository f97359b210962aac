-- Room: aid/apprentice-aid

-- A request, without what only its payment needs.
create view aid_requests as
  select id, number, beneficiary_id, campaign_id, contract_signed_on, contract_year, state, home_lines, distance_m, transport_cents, meals_cents,
    lodging_cents, transport_cents + meals_cents + lodging_cents as total_cents, bank_holder, bank_name, iban_first4, iban_last4,
    contract_file_id, bank_file_id, lodging_file_id, created_at, submitted_at, decided_at
  from apprentice_aid_requests;

create view sent_aid_requests as
  select * from aid_requests where state <> 'draft';
comment on column sent_aid_requests.submitted_at is 'not null';

create view aid_request_history as
  select e.id, e.request_id, r.beneficiary_id, e.at, e.event, e.staff_id, e.reason
  from apprentice_aid_events e
  join apprentice_aid_requests r on r.id = e.request_id;
