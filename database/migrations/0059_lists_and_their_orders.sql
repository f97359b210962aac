-- An index for each order that a list of the Region offers, each one way and, read backwards, the other.
create index partners_in_order_of_name on partners (name_search, id);
create index partners_in_order_of_town on partners (town_search, name_search, id);
drop index partners_by_town;
create index schools_in_order_of_name on schools (name, id);
create index schools_in_order_of_town on schools (town, name, id);
create index courses_in_order_of_label on courses (label, code);
create index courses_in_order_of_level on courses (level_code, label, code);
create index staff_in_order_of_name on staff (name, id);
create index aid_payment_lines_in_order_of_amount on aid_payment_lines (batch_id, amount_cents, request_id);
create index finished_acts_in_order on acts_of_two (finished_at, id) where outcome is not null;
drop index finished_acts;

-- What waits for each school, and since when: a few thousand of 250,000.
create index card_applications_that_wait on card_applications (submitted_at, school_id) where state = 'submitted';
