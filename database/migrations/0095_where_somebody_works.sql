-- Where somebody works, and what they may do there: at one shop or at several, at one school or at several, in one table.
create table workplaces (
  id bigint generated always as identity primary key,
  staff_id bigint not null references staff,
  partner_id integer references partners,
  school_id integer references schools,
  roles text[] not null,
  -- What a cashier may give back there in a day: nothing without it. A manager gives back what there is.
  refunds_up_to_cents bigint,
  added_at timestamptz not null,
  -- The shop or the school closed it: what its owner does elsewhere goes on.
  closed_at timestamptz,
  constraint a_workplace_is_a_shop_or_a_school check (num_nonnulls(partner_id, school_id) = 1),
  constraint somebody_works_once_at_a_shop unique (staff_id, partner_id),
  constraint somebody_works_once_at_a_school unique (staff_id, school_id),
  constraint a_workplace_stands_for_its_owner unique (staff_id, id),
  constraint who_works_somewhere_has_a_role_there check (roles <> '{}'),
  constraint roles_are_known_where_they_are_held check (
    roles <@ case when school_id is null then array['manager', 'accountant', 'cashier'] else array['head', 'office', 'reader'] end),
  constraint only_a_cashier_is_limited check (
    refunds_up_to_cents is null or (refunds_up_to_cents > 0 and roles @> array['cashier'] and not roles @> array['manager']))
);
create index workplaces_of_a_shop on workplaces (partner_id) where partner_id is not null;
create index workplaces_of_a_school on workplaces (school_id) where school_id is not null;

insert into workplaces (staff_id, school_id, roles, added_at, closed_at)
  select staff_id, school_id, roles, added_at, closed_at from staff_schools order by added_at, staff_id, school_id;
insert into workplaces (staff_id, partner_id, roles, refunds_up_to_cents, added_at)
  select id, partner_id, partner_roles, refunds_up_to_cents, opened_at from staff where partner_id is not null order by id;

-- For which of them somebody works in a session, once they have said it, and of which shop a till of the day is: never one where its owner has no place.
alter table sessions
  add column workplace_id bigint,
  add constraint a_session_is_at_a_workplace_of_its_owner foreign key (staff_id, workplace_id) references workplaces (staff_id, id);
update sessions s set workplace_id = w.id
  from workplaces w
  where w.staff_id = s.staff_id and (w.school_id = s.school_id or s.till_name is not null and w.partner_id is not null);
alter table sessions
  drop column school_id,
  add constraint a_till_is_of_a_shop check (till_name is null or workplace_id is not null);

drop table staff_schools;
alter table staff
  drop column partner_roles,
  drop column refunds_up_to_cents;

-- At which shop a card was shown: whoever saw it may work at others too.
alter table checkouts add column partner_id integer references partners;
update checkouts o set partner_id = f.partner_id from staff f where f.id = o.staff_id;
alter table checkouts alter column partner_id set not null;

drop function if exists schools_of_staff(bigint, integer);
