-- Room: money/freezes

create view freezes_made as
  select f.id, coalesce(f.beneficiary_id, w.beneficiary_id) as beneficiary_id, f.beneficiary_id is not null as is_of_person, f.wallet_id,
    f.partner_id, f.reason, f.comment, f.frozen_by, f.frozen_at, f.unfrozen_by, f.unfrozen_at, f.answer
  from freezes f
  left join wallets_held w on w.id = f.wallet_id;
comment on column freezes_made.is_of_person is 'not null';

-- What is frozen now.
create view live_freezes as
  select id, beneficiary_id, wallet_id, partner_id, frozen_by, frozen_at from freezes where unfrozen_at is null;
