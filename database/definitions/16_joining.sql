-- Room: partners/joining

-- Shops that asked to join and wait for the Region.
create view applications_to_join as
  select id, sent_at from joining_applications where state = 'sent';
comment on column applications_to_join.sent_at is 'not null';

-- The application by which a partner has joined.
create view applications_of_partners as
  select id as application_id, partner_id from joining_applications where state = 'accepted';
comment on column applications_of_partners.partner_id is 'not null';
