-- Room: personal/guardians

-- How many somebody has, and no more: neither their names nor their addresses.
create view guardians_counted as
  select beneficiary_id, count(*) as named, count(confirmed_at) as confirmed from guardians where ended_at is null group by beneficiary_id;
comment on column guardians_counted.beneficiary_id is 'not null';
comment on column guardians_counted.named is 'not null';
comment on column guardians_counted.confirmed is 'not null';

-- All that is kept of them, as a young person takes it away.
create view guardians_named as
  select id, beneficiary_id, email, named_at, confirmed_at, ended_at,
    case when ended_at is not null then 'ended' when confirmed_at is null then 'awaited' else 'confirmed' end as state
  from guardians;
comment on column guardians_named.state is 'not null';

-- Which accounts hear by mail that somebody has paid.
create view guardians_to_alert as
  select g.beneficiary_id, g.account_id
  from guardians g
  join payment_alerts a on a.beneficiary_id = g.beneficiary_id
  where g.ended_at is null and g.account_id is not null;
comment on column guardians_to_alert.account_id is 'not null';

create view consents_asked_of_guardians as
  select beneficiary_id, consent, asked_at, answer, answered_at from consents_of_minors;

create view payment_alerts_agreed as
  select beneficiary_id, since from payment_alerts;
