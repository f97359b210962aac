-- Room: partners/tills

-- Whoever had the password of a cashier may have chosen their PIN: with another password, or a closed account, it ends; and where no shop is left to them.
create or replace function end_till_pin() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  delete from till_pins where staff_id = new.id;
  return null;
end $$;

create or replace trigger a_pin_ends_with_its_password after update of password_hash, closed_at on staff for each row
  when (new.password_hash is distinct from old.password_hash or (new.closed_at is not null and old.closed_at is null))
  execute function end_till_pin();

create or replace function end_till_pin_with_its_last_shop() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  delete from till_pins where staff_id = new.staff_id
    and not exists (select from workplaces where staff_id = new.staff_id and partner_id is not null and closed_at is null);
  return null;
end $$;

create or replace trigger a_pin_ends_with_the_last_shop_of_its_owner after update of closed_at on workplaces for each row
  when (new.partner_id is not null and new.closed_at is not null and old.closed_at is null)
  execute function end_till_pin_with_its_last_shop();
