-- Everything said to anybody. Written with the fact that it tells; sent afterwards.
-- A secret (a temporary password, a reset link) is made when its message is sent and is never stored: `body` shows dots in its place.
create table messages (
  id uuid primary key default gen_random_uuid(),
  beneficiary_id bigint references beneficiaries,
  staff_id bigint references staff,
  channel text not null,
  address text not null,
  template text not null,
  subject text not null,
  body text not null,
  secret text,
  state text not null default 'queued',
  attempts integer not null default 0,
  next_attempt_at timestamptz not null,
  created_at timestamptz not null,
  sent_at timestamptz,
  failure text,
  constraint a_channel_is_known check (channel in ('email', 'sms')),
  constraint a_secret_is_known check (
    secret in ('temporary-password', 'reset-link', 'email-link', 'staff-link', 'staff-reset-link')),
  constraint a_state_is_known check (state in ('queued', 'sent', 'failed'))
);
create index messages_to_send on messages (created_at, id) where state = 'queued';
create index messages_of_a_beneficiary on messages (beneficiary_id, created_at);
-- What was sent, the newest first; and what failed, among a million that did not.
create index messages_by_date on messages (created_at, id);
create index messages_by_address on messages (lower(address) text_pattern_ops, created_at);
create index messages_failed on messages (created_at, id) where state = 'failed';
