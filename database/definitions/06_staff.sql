-- Room: people/staff

-- Everybody of a partner, a school or the Region, those too who left: what they did keeps their name.
create view staff_members as
  select f.id, f.name, f.email, f.partner_id, p.name as partner_name, f.school_id, s.name as school_name, f.region_roles,
    coalesce(p.name, s.name, 'Région Hauts-de-France') as place, f.closed_at, f.password_hash is null as is_invited
  from staff f
  left join partner_directory p on p.id = f.partner_id
  left join school_directory s on s.id = f.school_id;
comment on column staff_members.place is 'not null';
comment on column staff_members.is_invited is 'not null';

create view staff_at_work as
  select id, name, email, partner_id, partner_name, school_id, school_name, region_roles, is_invited
  from staff_members
  where closed_at is null;
comment on column staff_at_work.is_invited is 'not null';
