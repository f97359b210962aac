-- Room: region/data-protection

create view data_requests_waiting as
  select id, received_on, due_on from data_requests where outcome is null;
