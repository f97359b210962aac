-- Room: partners/joining

-- Shops that asked to join and wait for the Region.
create view applications_to_join as
  select id, sent_at from joining_applications where state = 'sent';
comment on column applications_to_join.sent_at is 'not null';
