-- Room: partners/bank-accounts

-- What was agreed to is what is paid: of an account nothing changes but where it stands, and its IBAN is forgotten or encrypted again. Its mark is
-- made again of the IBAN that is there, never together with another.
create or replace function refuse_to_change_a_bank_account() returns trigger language plpgsql as $$
begin
  if (new.organisation_id, new.holder, new.iban_first4, new.iban_last4, new.bic, new.proposed_by, new.proposed_at)
    is distinct from (old.organisation_id, old.holder, old.iban_first4, old.iban_last4, old.bic, old.proposed_by, old.proposed_at)
    or (new.iban_mark is not null and new.iban_mark is distinct from old.iban_mark and new.iban_encrypted is distinct from old.iban_encrypted) then
    raise exception 'another bank account is another row';
  end if;
  if old.state <> 'proposed' and new.state <> old.state and not (old.state = 'agreed' and new.state = 'ended') then
    raise exception 'what was decided of a bank account stays';
  end if;
  return new;
end $$;
create or replace trigger bank_accounts_stay_what_they_are before update on bank_accounts
  for each row execute function refuse_to_change_a_bank_account();

-- Each account with each partner that it pays, paid, or was proposed for.
create view bank_accounts_of_partners as
  select p.partner_id, p.bank_account_id, a.organisation_id, a.state, a.holder, a.iban_mark, a.iban_first4, a.iban_last4, a.proposed_at,
    a.usable_from, p.paid_since, p.paid_until
  from bank_account_partners p
  left join bank_accounts a on a.id = p.bank_account_id;
comment on column bank_accounts_of_partners.organisation_id is 'not null';
comment on column bank_accounts_of_partners.state is 'not null';
comment on column bank_accounts_of_partners.holder is 'not null';
comment on column bank_accounts_of_partners.iban_first4 is 'not null';
comment on column bank_accounts_of_partners.iban_last4 is 'not null';
comment on column bank_accounts_of_partners.proposed_at is 'not null';

-- The account of each partner that has one, to which a transfer may go from `usable_from` on. `iban` is encrypted: the door of the room
-- opens it. A partner that is not here waits for a RIB.
create view accounts_to_pay as
  select p.partner_id, a.id as bank_account_id, o.organisation_id, o.siret, o.siren, o.legal_name, a.holder, a.iban_encrypted as iban, a.bic,
    a.iban_first4, a.iban_last4, a.usable_from
  from bank_account_partners p
  join bank_accounts a on a.id = p.bank_account_id and a.state = 'agreed'
  join organisations_of_partners o on o.partner_id = p.partner_id and o.organisation_id = a.organisation_id
  where p.paid_since is not null and p.paid_until is null;
comment on column accounts_to_pay.iban is 'not null';
comment on column accounts_to_pay.usable_from is 'not null';
