-- Room: money/assents

-- What owners of cards agreed to: for that amount of that wallet, to that user of a shop, and for two minutes since.
create view assents_given as
  select checkout_id, wallet_id, amount_cents, staff_id, way, answered_at from assents where way is not null;
comment on column assents_given.way is 'not null';
comment on column assents_given.answered_at is 'not null';

-- What somebody was asked these days, as they read it.
create view assents_of_people as
  select a.beneficiary_id, p.name as partner_name, a.amount_cents, a.asked_at, a.answered_at, a.way
  from assents a
  join partner_directory p on p.id = a.partner_id;

-- Since when somebody has a code.
create view payment_codes_of_people as
  select beneficiary_id, chosen_at from payment_codes;

-- Whoever changes their password, or has it changed, chooses their code again: who had the one may have chosen the other.
create or replace function end_payment_code() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  delete from payment_codes where beneficiary_id = old.beneficiary_id;
  return null;
end $$;

create or replace trigger a_payment_code_ends_with_its_password after update of password_hash or delete on passwords for each row
  execute function end_payment_code();
