-- Room: people/staff

-- The names of the shops or schools where somebody works or worked, the first one first: a fact does not say at which of them they did it.
create or replace function names_of_workplaces(p_staff_id bigint, p_first_partner_id integer, p_first_school_id integer) returns text
language sql stable as $$
  select string_agg(coalesce(p.name, d.name), ', '
    order by w.partner_id is distinct from p_first_partner_id or w.school_id is distinct from p_first_school_id, w.added_at, w.id)
  from workplaces w
  left join partner_directory p on p.id = w.partner_id
  left join school_directory d on d.id = w.school_id
  where w.staff_id = p_staff_id
$$;

-- Everybody of a partner, a school or the Region, those too who left: what they did keeps their name. Their partner or school is the first one.
-- Guardians too, who sign in alike and work nowhere.
create view staff_members as
  select f.id, f.name, f.email, f.partner_id, f.school_id,
    case when f.school_id is not null then names_of_workplaces(f.id, f.partner_id, f.school_id) end as school_name, f.region_roles,
    case when f.is_guardian then 'Responsable légal' when f.region_roles is null then coalesce(names_of_workplaces(f.id, f.partner_id, f.school_id), '') else :'region' end as place,
    f.closed_at, f.password_hash is null as is_invited, f.job_title, f.opened_at, i.at as seen_at,
    (select max(l.expires_at) from staff_links l where l.staff_id = f.id and not l.is_reset) as link_ends_at, f.is_guardian
  from staff f
  left join staff_sign_ins i on i.staff_id = f.id;
comment on column staff_members.place is 'not null';
comment on column staff_members.is_invited is 'not null';

create view staff_at_work as
  select id, name, email, partner_id, school_id, school_name, region_roles, place, is_invited, job_title, opened_at, seen_at, link_ends_at, is_guardian
  from staff_members
  where closed_at is null;
comment on column staff_at_work.place is 'not null';
comment on column staff_at_work.is_invited is 'not null';

-- Guardians whose account is open.
create view guardian_accounts as
  select id, name, email, opened_at from staff where is_guardian and closed_at is null;

-- Who works at each shop and at each school, and what they may do there; those too who left it, or whose account is closed.
create view users_of_workplaces as
  select f.id, w.id as workplace_id, w.partner_id, w.school_id, coalesce(p.name, d.name) as workplace_name, coalesce(p.code, d.uai) as number,
    w.roles, w.refunds_up_to_cents, w.added_at, w.closed_at, f.closed_at as account_closed_at, f.name, f.email, f.job_title,
    f.password_hash is null as is_invited, i.at as seen_at
  from workplaces w
  join staff f on f.id = w.staff_id
  left join partner_directory p on p.id = w.partner_id
  left join school_directory d on d.id = w.school_id
  left join staff_sign_ins i on i.staff_id = f.id;
comment on column users_of_workplaces.workplace_name is 'not null';
comment on column users_of_workplaces.number is 'not null';
comment on column users_of_workplaces.is_invited is 'not null';

create view users_at_work as
  select id, workplace_id, partner_id, school_id, workplace_name, number, roles, refunds_up_to_cents, name, email, is_invited, seen_at, added_at
  from users_of_workplaces
  where closed_at is null and account_closed_at is null;
comment on column users_at_work.workplace_name is 'not null';
comment on column users_at_work.number is 'not null';
comment on column users_at_work.is_invited is 'not null';

create view shop_users as
  select w.staff_id as id, w.id as workplace_id, w.partner_id, w.roles, w.refunds_up_to_cents, w.closed_at, f.closed_at as account_closed_at,
    f.name, f.email, f.job_title, f.password_hash is null as is_invited, i.at as seen_at
  from workplaces w
  join staff f on f.id = w.staff_id
  left join staff_sign_ins i on i.staff_id = f.id
  where w.partner_id is not null;
comment on column shop_users.partner_id is 'not null';
comment on column shop_users.is_invited is 'not null';

create view shop_users_at_work as
  select id, workplace_id, partner_id, roles, refunds_up_to_cents, name, email, job_title, is_invited, seen_at
  from shop_users
  where closed_at is null and account_closed_at is null;
comment on column shop_users_at_work.partner_id is 'not null';
comment on column shop_users_at_work.is_invited is 'not null';

create view school_users as
  select w.staff_id as id, w.id as workplace_id, w.school_id, w.roles, w.closed_at, f.closed_at as account_closed_at, f.name, f.email, f.job_title,
    f.password_hash is null as is_invited, i.at as seen_at
  from workplaces w
  join staff f on f.id = w.staff_id
  left join staff_sign_ins i on i.staff_id = f.id
  where w.school_id is not null;
comment on column school_users.school_id is 'not null';
comment on column school_users.is_invited is 'not null';

create view school_users_at_work as
  select id, workplace_id, school_id, roles, name, email, is_invited, seen_at
  from school_users
  where closed_at is null and account_closed_at is null;
comment on column school_users_at_work.school_id is 'not null';
comment on column school_users_at_work.is_invited is 'not null';

-- Whichever way somebody signs in, it opens a session.
create or replace function note_staff_sign_in() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into staff_sign_ins (staff_id, at) values (new.staff_id, new.created_at)
  on conflict (staff_id) do update set at = excluded.at;
  return null;
end $$;

create or replace trigger staff_who_sign_in_are_noted after insert on sessions for each row
  when (new.staff_id is not null) execute function note_staff_sign_in();

-- Who takes over a till of the day by their PIN works there, whether they ever sign in for themselves or not.
create or replace function note_cashier() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into staff_sign_ins (staff_id, at) values (new.cashier_id, new.cashier_seen_at)
  on conflict (staff_id) do update set at = excluded.at;
  return null;
end $$;

create or replace trigger cashiers_who_come_are_noted after update of cashier_id on sessions for each row
  when (new.cashier_id is not null and new.cashier_id is distinct from old.cashier_id) execute function note_cashier();

-- Of what one of them does twice at once, one waits for the other.
create or replace function hold_staff_member(p_id bigint) returns void
language plpgsql as $$
begin
  perform from staff where id = p_id for no key update;
end $$;

-- Whether a shop takes payments, and who of it may be at its tills: asked beside the session of a till, and of no other, so that a till waits for one
-- answer of the database and all others for no more than before.
create or replace function who_is_at_till(p_partner_id integer, p_staff_id bigint) returns json
language plpgsql stable as $$
begin
  return (
    select json_build_object('may_take', p.active and p.frozen_at is null, 'id', c.id, 'name', c.name, 'workplace_id', c.workplace_id,
      'roles', c.roles, 'refunds_up_to_cents', c.refunds_up_to_cents)
    from partner_directory p
    left join shop_users_at_work c on c.id = p_staff_id and c.partner_id = p.id
    where p.id = p_partner_id);
end $$;
