-- Browsers that somebody chose to be rung in, when a till asks for their assent.
create table devices (
  id bigint primary key generated always as identity,
  beneficiary_id bigint not null references beneficiaries on delete cascade,
  -- In words, for its owner: « Firefox sur Android ».
  name text not null,
  -- Of the address by which the maker of the browser rings it: by it the browser is known again.
  endpoint_hash bytea not null,
  -- That address, and the keys under which the browser reads: encrypted.
  subscription bytea not null,
  created_at timestamptz not null,
  constraint a_browser_rings_for_one_person unique (endpoint_hash)
);
create index devices_by_owner on devices (beneficiary_id);

-- The key by which makers of browsers know who rings, encrypted: browsers obey no other than the one that they were given.
create table push_keys (
  id bigint primary key default 1,
  private_key bytea not null,
  constraint there_is_one_key_to_ring_with check (id = 1)
);

-- What rings a device opens a page, says nothing once that has ended, and goes with the device.
alter table messages
  add column device_id bigint references devices on delete cascade,
  add column opens text,
  add column expires_at timestamptz,
  drop constraint a_channel_is_known,
  add constraint a_channel_is_known check (channel in ('email', 'sms', 'push')),
  add constraint what_rings_a_device_opens_a_page_and_ends check (
    case when channel = 'push' then num_nonnulls(device_id, opens, expires_at) = 3 else num_nonnulls(device_id, opens, expires_at) = 0 end);
create index messages_to_devices on messages (device_id) where device_id is not null;
