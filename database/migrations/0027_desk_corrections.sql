-- What an agent corrects of somebody is also their civility and their birth date; both are null in what was corrected before.
alter table former_names
  add column civility text,
  add column birth_date date;
