-- Two people may have the same names and the same birth date: an agent says so. Of those who have, 0 is the first.
alter table beneficiaries add column namesake smallint not null default 0;
drop index a_person_has_one_account;
-- The same person signs up once: same names, same birth date, unless an agent said that they are two.
create unique index a_person_has_one_account on beneficiaries (searchable(last_name), searchable(first_name), birth_date, namesake);
