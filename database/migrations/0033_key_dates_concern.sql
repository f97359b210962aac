-- Whom a date to remember concerns: the home page of everybody else does not show it.
alter table key_dates
  add column concerns text not null default 'everybody',
  add constraint a_key_date_concerns_people_that_are_known check (concerns in ('everybody', 'asking', 'paying', 'apprentices'));
