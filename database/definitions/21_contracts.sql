-- Room: requests/contracts

-- The contracts of apprentices: the one that each validated application says, and those that followed it, confirmed. One that ended early ends
-- on that day.
create view contracts as
  select k.application_id, k.beneficiary_id, k.applications_open_on, k.contract_signed_on, least(k.contract_ends_on, (
      select min(e.ended_on) from contract_changes e
      where e.state = 'confirmed' and e.application_id = k.application_id and e.ended_contract_signed_on = k.contract_signed_on
    )) as contract_ends_on, k.cfa_in_region, k.school_id, k.cfa_name, k.cfa_town, k.cfa_street, k.cfa_postcode, k.cfa_longitude, k.cfa_latitude
  from (
    select application_id, beneficiary_id, applications_open_on, contract_signed_on, contract_ends_on, cfa_in_region, school_id, cfa_name,
      cfa_town, cfa_street, cfa_postcode, cfa_longitude, cfa_latitude
    from apprenticeships
    union all
    select c.application_id, c.beneficiary_id, a.applications_open_on, c.contract_signed_on, c.contract_ends_on, c.cfa_in_region, s.id,
      coalesce(s.name, c.school_elsewhere ->> 'name'), coalesce(s.town, c.school_elsewhere ->> 'town'), s.street, s.postcode, s.longitude,
      s.latitude
    from contract_changes c
    join apprenticeships a on a.application_id = c.application_id
    left join school_directory s on s.id = c.school_id
    where c.state = 'confirmed' and c.contract_signed_on is not null
  ) k;
comment on column contracts.application_id is 'not null';
comment on column contracts.beneficiary_id is 'not null';
comment on column contracts.applications_open_on is 'not null';
comment on column contracts.contract_signed_on is 'not null';
comment on column contracts.contract_ends_on is 'not null';
comment on column contracts.cfa_in_region is 'not null';
comment on column contracts.cfa_name is 'not null';
comment on column contracts.cfa_town is 'not null';

-- What was declared of them: for its owner, who takes it away.
create view contract_changes_declared as
  select id, beneficiary_id, state, ended_on, contract_signed_on, contract_ends_on, declared_at, decided_at, reason from contract_changes;

-- What waits for two agents: the CFA is outside the Region.
create view contract_changes_for_the_region as
  select id, declared_at from contract_changes where state = 'awaiting-region';
