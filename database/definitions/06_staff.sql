-- Room: people/staff

-- The names of the schools where somebody works or worked, the first one first: a fact does not say at which of them they did it.
create or replace function schools_of_staff(p_staff_id bigint, p_first_school_id integer) returns text
language sql stable as $$
  select string_agg(d.name, ', ' order by w.school_id <> p_first_school_id, w.added_at, w.school_id)
  from staff_schools w
  join school_directory d on d.id = w.school_id
  where w.staff_id = p_staff_id
$$;

-- Everybody of a partner, a school or the Region, those too who left: what they did keeps their name. Guardians too, who sign in alike and work nowhere.
create view staff_members as
  select f.id, f.name, f.email, f.partner_id, p.name as partner_name, f.school_id, case when f.school_id is not null then schools_of_staff(f.id, f.school_id) end as school_name, f.region_roles,
    coalesce(p.name, case when f.school_id is not null then schools_of_staff(f.id, f.school_id) end, case when f.is_guardian then 'Responsable légal' else 'Région Hauts-de-France' end) as place, f.closed_at, f.password_hash is null as is_invited,
    f.job_title, f.opened_at, i.at as seen_at, f.partner_roles, f.refunds_up_to_cents,
    (select max(l.expires_at) from staff_links l where l.staff_id = f.id and not l.is_reset) as link_ends_at, f.is_guardian
  from staff f
  left join partner_directory p on p.id = f.partner_id
  left join staff_sign_ins i on i.staff_id = f.id;
comment on column staff_members.place is 'not null';
comment on column staff_members.is_invited is 'not null';

create view staff_at_work as
  select id, name, email, partner_id, partner_name, school_id, school_name, region_roles, place, is_invited, job_title, opened_at, seen_at,
    link_ends_at, partner_roles, refunds_up_to_cents, is_guardian
  from staff_members
  where closed_at is null;
comment on column staff_at_work.place is 'not null';
comment on column staff_at_work.is_invited is 'not null';

-- Guardians whose account is open.
create view guardian_accounts as
  select id, name, email, opened_at from staff where is_guardian and closed_at is null;

-- Who works at each school, and what they may do there; those too who left it, or whose account is closed.
create view school_users as
  select f.id, w.school_id, d.name as school_name, d.uai, w.roles, w.added_at, w.closed_at, f.closed_at as account_closed_at,
    f.name, f.email, f.job_title, f.password_hash is null as is_invited, i.at as seen_at
  from staff_schools w
  join staff f on f.id = w.staff_id
  join school_directory d on d.id = w.school_id
  left join staff_sign_ins i on i.staff_id = f.id;
comment on column school_users.is_invited is 'not null';

create view school_users_at_work as
  select id, school_id, school_name, uai, roles, name, email, is_invited, seen_at
  from school_users
  where closed_at is null and account_closed_at is null;
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
    select json_build_object('may_take', p.active and p.frozen_at is null, 'id', c.id, 'name', c.name, 'roles', c.partner_roles,
      'refunds_up_to_cents', c.refunds_up_to_cents)
    from partner_directory p
    left join staff_at_work c on c.id = p_staff_id and c.partner_id = p.id
    where p.id = p_partner_id);
end $$;
