-- Room: requests/card-applications

create view applications as
  select a.id, a.file_number, a.beneficiary_id, a.campaign_id, c.name as campaign_name, c.applications_open_on, c.starts_on, c.ends_on, a.state,
    a.situation, a.school_id,
    a.falls_to_region or a.handed_to_region_at is not null
      or (a.school_id is not null and a.school_id = any (array(select o.school_id from schools_taken_over o))) as falls_to_region,
    coalesce(s.name, a.school_elsewhere ->> 'name') as school_name,
    coalesce(s.town, a.school_elsewhere ->> 'town') as school_town, coalesce(s.label, a.school_elsewhere ->> 'name') as school_label,
    t.label as course_label, t.level_label, a.scholarship_holder, a.benefit_rule, a.contract_signed_on, a.contract_ends_on, a.photo_file_id,
    a.identity_file_id, a.school_elsewhere, a.created_at, a.submitted_at, a.decided_at, a.course_code,
    a.handed_to_region_at, c.schools_begin_on, c.decisions_end_on,
    (select o.taken_at from schools_taken_over o where o.school_id = a.school_id) as taken_over_at
  from card_applications a
  left join campaign_calendar c on c.id = a.campaign_id
  left join school_directory s on s.id = a.school_id
  left join course_directory t on t.code = a.course_code;
comment on column applications.campaign_name is 'not null';
comment on column applications.falls_to_region is 'not null';
comment on column applications.schools_begin_on is 'not null';
comment on column applications.applications_open_on is 'not null';
comment on column applications.starts_on is 'not null';
comment on column applications.ends_on is 'not null';
comment on column applications.decisions_end_on is 'not null';

-- What its owner has sent is read by who decides; a draft is read by its owner.
create view sent_applications as
  select * from applications where state <> 'draft';
comment on column sent_applications.situation is 'not null';
comment on column sent_applications.benefit_rule is 'not null';
comment on column sent_applications.submitted_at is 'not null';

-- A person's latest application is that of the campaign that opened last.
create view latest_applications as
  select a.* from applications a
  where not exists (
    select from card_applications other
    join campaign_calendar c on c.id = other.campaign_id
    where other.beneficiary_id = a.beneficiary_id and (c.applications_open_on, c.id) > (a.applications_open_on, a.campaign_id));

create view validated_applications as
  select id, beneficiary_id, campaign_id, benefit_rule, photo_file_id, is_photo_unseen, school_id from card_applications where state = 'validated';
comment on column validated_applications.benefit_rule is 'not null';

-- The contracts of apprentices, as validated applications say them. Their school is one of ours, or elsewhere: a name, a town, perhaps a UAI.
create view apprenticeships as
  select a.id as application_id, a.beneficiary_id, c.applications_open_on, a.contract_signed_on, a.contract_ends_on, a.cfa_in_region,
    s.id as school_id, coalesce(s.name, a.school_elsewhere ->> 'name') as cfa_name, coalesce(s.town, a.school_elsewhere ->> 'town') as cfa_town,
    s.street as cfa_street, s.postcode as cfa_postcode, s.longitude as cfa_longitude, s.latitude as cfa_latitude
  from card_applications a
  join campaign_calendar c on c.id = a.campaign_id
  left join school_directory s on s.id = a.school_id or s.uai = a.school_elsewhere ->> 'uai'
  where a.situation = 'apprentice' and a.state = 'validated';
comment on column apprenticeships.contract_signed_on is 'not null';
comment on column apprenticeships.contract_ends_on is 'not null';
comment on column apprenticeships.cfa_in_region is 'not null';
comment on column apprenticeships.cfa_name is 'not null';
comment on column apprenticeships.cfa_town is 'not null';

create view application_history as
  select e.id, e.application_id, a.beneficiary_id, e.at, e.event, e.staff_id, e.reason
  from application_events e
  join card_applications a on a.id = e.application_id;

-- What was typed, step by step: for its owner, who takes it away.
create view application_answers as
  select id as application_id, beneficiary_id, answers from card_applications;

-- Whether the person had a wallet of that campaign with an account that they closed.
create or replace function was_given_before(p_beneficiary_id bigint, p_campaign_id integer) returns boolean
language sql stable as $$
  select exists (
    select from former_accounts f
    join wallets_held w on w.beneficiary_id = f.former_id and w.campaign_id = p_campaign_id
    where f.beneficiary_id = p_beneficiary_id)
$$;

-- Those whose validation was withdrawn, as long as they are not validated again.
create view withdrawn_applications as
  select id, beneficiary_id from card_applications where withdrawn_at is not null;

-- The validated applications that give something, and to whom: nobody who has closed their account, nobody for the second time. « offset 0 »
-- has each looked up by itself: when a campaign opens, statistics say that it has no wallet, and a plan would read all of them for each.
create view applications_that_give as
  select a.id, a.beneficiary_id, a.campaign_id, b.wallet_kind, b.amount_cents
  from validated_applications a
  join benefit_amounts b on b.campaign_id = a.campaign_id and b.rule = a.benefit_rule
  join open_accounts person on person.id = a.beneficiary_id
  where b.amount_cents > 0 and not exists (
    select from former_accounts f
    join wallets_held w on w.beneficiary_id = f.former_id and w.campaign_id = a.campaign_id
    where f.beneficiary_id = a.beneficiary_id offset 0);
comment on column applications_that_give.wallet_kind is 'not null';

-- Requests that wait for a school, each since when: days count from the latest of its sending, the day on which a validation was taken back, and
-- the first day of school.
create view waiting_at_schools as
  select a.id as application_id, a.file_number, a.beneficiary_id, a.school_id, a.campaign_id, c.schools_begin_on, c.decisions_end_on, a.handed_to_region_at,
    (select o.taken_at from schools_taken_over o where o.school_id = a.school_id) as taken_over_at,
    c.first_reminder_days, c.second_reminder_days, c.certificate_days, c.weekly_mail_on,
    greatest(a.submitted_at, a.withdrawn_at, c.schools_begin_on::timestamp at time zone 'Europe/Paris') as since
  from card_applications a
  join campaign_calendar c on c.id = a.campaign_id
  where a.state = 'submitted' and a.school_id is not null;
comment on column waiting_at_schools.school_id is 'not null';
comment on column waiting_at_schools.schools_begin_on is 'not null';
comment on column waiting_at_schools.decisions_end_on is 'not null';
comment on column waiting_at_schools.since is 'not null';
