-- What a CFA's own list says of the contract of an apprentice: the latest one, and on which day it was broken.
alter table enrolled_pupils
  add column contract_begins_on date,
  add column contract_ends_on date,
  add column contract_broken_on date,
  add constraint a_contract_on_a_list_begins_on_a_day check (contract_begins_on is not null or num_nonnulls(contract_ends_on, contract_broken_on) = 0);
