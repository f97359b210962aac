-- In the names of which towns mistakes are forgiven depends on the Region, which is no matter of a migration: whoever loads them says so.
alter table town_names alter column spellings drop expression;
