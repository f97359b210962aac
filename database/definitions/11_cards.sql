-- Room: card/cards

-- A card pays, shows a QR code and is drawn on its owner's page until it is opposed. Its campaign is the last one that they were validated for.
create view live_cards as
  select k.id, k.number, k.beneficiary_id, k.photo_file_id, k.created_at, k.batch_id, b.made_at, b.shipped_at, k.set_aside_at, k.set_aside_reason,
    (select c.name from validated_applications a join campaign_calendar c on c.id = a.campaign_id
      where a.beneficiary_id = k.beneficiary_id order by c.starts_on desc limit 1) as campaign_name
  from cards k
  left join card_batches b on b.id = k.batch_id
  where k.opposed_at is null;

-- Not of somebody whose validation was withdrawn, until it is given again.
create view waiting_cards as
  select k.id, k.number, k.beneficiary_id, k.photo_file_id, k.created_at from live_cards k
  where k.batch_id is null and k.set_aside_at is null
    and not exists (select from withdrawn_applications a where a.beneficiary_id = k.beneficiary_id);

-- Live cards that the post brought back and that have not left again; `address_confirmed_at`: where they go is known.
create view returned_cards as
  select r.id, r.card_id, k.number, k.beneficiary_id, r.recorded_at, r.address_confirmed_at
  from card_returns r
  join cards k on k.id = r.card_id
  where r.batch_id is null and k.opposed_at is null;

-- Every card that was given, those too that pay no more, with what their owner declared.
create view cards_given as
  select k.id, k.number, k.beneficiary_id, k.photo_file_id, k.created_at, b.made_at, b.shipped_at, k.opposed_at, p.reason, k.set_aside_at,
    k.set_aside_reason, (select max(r.recorded_at) from card_returns r where r.card_id = k.id) as returned_at
  from cards k
  left join card_batches b on b.id = k.batch_id
  left join card_problems p on p.card_id = k.id;

create view batches_under_way as
  select id, made_at from card_batches where shipped_at is null;

-- The holder's photo as the school or the Region last saw it: of their newest card that was made, else of the request that was accepted. One
-- that they have sent since may be of somebody else, who has their password.
-- Before a card is made somebody looks at its photo; a request that a list accepted was seen by nobody.
create view photos_at_till as
  select k.id as card_id, coalesce(made.photo_file_id, asked.photo_file_id) as photo_file_id,
    made.photo_file_id is null and coalesce(asked.is_photo_unseen, false) as is_unseen
  from live_cards k
  left join lateral (
    select c.photo_file_id from cards_given c
    where c.beneficiary_id = k.beneficiary_id and c.made_at is not null and (c.opposed_at is null or c.opposed_at > c.made_at)
    order by c.id desc limit 1) made on true
  left join lateral (
    select a.photo_file_id, a.is_photo_unseen from validated_applications a
    where a.beneficiary_id = k.beneficiary_id and a.photo_file_id is not null
    order by a.id desc limit 1) asked on true;
comment on column photos_at_till.is_unseen is 'not null';

-- Two tills at once with one card: the second waits for the end of the first.
create or replace function hold_card(p_card_id bigint) returns void
language plpgsql as $$
begin
  perform from cards where id = p_card_id for no key update;
end $$;
