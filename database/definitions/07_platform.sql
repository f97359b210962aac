-- Room: platform

create view stored_files as
  select id, media_type, bytes, is_encrypted, object_name, created_at, delete_after, quarantine, mark from files;

-- Whether one still lives depends on the hour: see src/platform/sessions.ts.
create view open_sessions as
  select id, token_hash, beneficiary_id, staff_id, workplace_id, must_change_password, device, created_at, seen_at, till_name, cashier_id, cashier_seen_at
  from sessions;

-- What is kept of forms whose session had ended: where, and until when; not what, which only the browser of each opens.
create view forms_kept as
  select beneficiary_id, path, kept_until from kept_forms where beneficiary_id is not null;
comment on column forms_kept.beneficiary_id is 'not null';

-- `is_to_guardian`: about somebody, to whom they named, whose address is not the Region's to read on their file.
create view messages_to_people as
  select id, beneficiary_id, channel, address, subject, body, state, created_at, sent_at, coalesce(secret = 'guardian-link', false) as is_to_guardian
  from messages
  where beneficiary_id is not null;
comment on column messages_to_people.beneficiary_id is 'not null';
comment on column messages_to_people.is_to_guardian is 'not null';

-- Where nobody is, as a server of mails has answered.
create view addresses_of_nobody as
  select address, since from dead_addresses;

-- What did not leave, and what has not left yet.
create view messages_not_sent as
  select id, state, created_at from messages where state in ('failed', 'queued');

-- What was done to or read of somebody's file, by whom: nobody of the staff for what they did themselves, or the clock. Which guardian, nobody else
-- needs to know.
create view facts_about_people as
  select f.id, f.at, f.fact, f.beneficiary_id, f.staff_id, case when m.is_guardian then 'Un responsable légal' else m.name end as staff_name, coalesce(d.name, p.name, m.place) as place, f.details ->> 'reason' as reason
  from audit_facts f
  left join staff_members m on m.id = f.staff_id
  left join school_directory d on d.id = f.school_id
  left join partner_directory p on p.id = f.partner_id
  where f.beneficiary_id is not null;
comment on column facts_about_people.beneficiary_id is 'not null';

-- When the whole database was put in a file.
create view backups as
  select at from audit_facts where fact = 'backup.made';

-- Each fact as its seal knows it: see the room money/seals. Of a column that comes later, only what is not null counts.
create view facts_to_seal as
  select id, jsonb_strip_nulls(to_jsonb(f) - 'details')::text || details::text as content from audit_facts f;
comment on column facts_to_seal.content is 'not null';

-- What staff did and read, with what it was about.
create view facts_of_staff as
  select id, at, fact, staff_id, beneficiary_id, details from audit_facts where staff_id is not null;
comment on column facts_of_staff.staff_id is 'not null';

create view notices_by_hour as
  select kind, about, hour, times, last_at from notices;

-- What the clock began and has not ended well.
create view jobs_not_done as
  select name, hour from job_runs where not done;

create view queued_messages as
  select id, channel, created_at from messages where state = 'queued';

-- Who of the staff waits for a mail that brings a link to choose a password.
create view staff_links_to_leave as
  select distinct staff_id from messages where state = 'queued' and secret = 'staff-link';
comment on column staff_links_to_leave.staff_id is 'not null';

-- The browsers that somebody is rung in, in words.
create view devices_of_people as
  select id, beneficiary_id, name, created_at, encode(endpoint_hash, 'hex') as mark from devices;
comment on column devices_of_people.mark is 'not null';

-- Whoever knew the password may have had another browser rung.
create or replace function forget_devices() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  delete from devices where beneficiary_id = old.beneficiary_id;
  return null;
end $$;

create or replace trigger devices_end_with_the_password after update of password_hash or delete on passwords for each row
  execute function forget_devices();
