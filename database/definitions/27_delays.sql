-- Room: requests/delays

-- The certificates that people sent to the Region because their school did not answer.
create view certificates_of_enrolment as
  select c.application_id, c.file_id, c.sent_at, a.beneficiary_id
  from enrolment_certificates c
  join applications a on a.id = c.application_id;
comment on column certificates_of_enrolment.beneficiary_id is 'not null';
