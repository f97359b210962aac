-- What somebody waits for leaves before what can wait: a secret, then money, then the rest, then what is said to everybody at once.
alter table messages add column urgency smallint not null default 2;
alter table messages add constraint an_urgency_is_known check (urgency between 0 and 3);
update messages set urgency = 0 where state = 'queued' and secret is not null;
drop index messages_to_send;
create index messages_to_send on messages (channel, urgency, created_at, id) where state = 'queued';
