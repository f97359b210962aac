-- A list that the Region puts in for a school: an agent tries it, another agent or somebody of the school puts it in use.

alter table enrolment_lists
  add column is_by_region boolean not null default false,
  -- Once its own trial is looked at: a second agent and the school see it from then on.
  add column offered_at timestamptz,
  add constraint a_list_of_the_region_is_offered_before_it_is_in_use
    check (case when is_by_region then state = 'tried' or offered_at is not null else offered_at is null end),
  add constraint whoever_puts_a_list_in_for_a_school_does_not_put_it_in_use check (not is_by_region or taken_by is distinct from given_by);
drop index a_school_tries_one_list_at_a_time;
create unique index a_school_and_the_region_each_try_one_list_at_a_time on enrolment_lists (school_id, is_by_region) where state = 'tried';

-- A table of the Region's has its own columns: the school keeps those that it pointed at.
alter table list_columns
  add column is_by_region boolean not null default false,
  drop constraint list_columns_pkey,
  add primary key (school_id, is_by_region);
