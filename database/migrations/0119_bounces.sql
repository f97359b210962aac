-- Where nobody is, as a server of mails has answered: only what somebody has just asked for is sent there still.
create table dead_addresses (
  address text primary key,
  -- Of RFC 3463.
  status text not null,
  since timestamptz not null,
  constraint a_dead_address_is_in_small_letters check (address = lower(address))
);
create index dead_addresses_by_age on dead_addresses (since);
