-- Room: money/corrections

create view corrections_made as
  select c.transaction_id, t.kind, t.wallet_id, t.beneficiary_id, t.partner_id, t.amount_cents, t.at, c.reason, c.comment, c.asked_by, c.agreed_by
  from corrections c
  left join journal_lines t on t.id = c.transaction_id;
comment on column corrections_made.kind is 'not null';
comment on column corrections_made.wallet_id is 'not null';
comment on column corrections_made.beneficiary_id is 'not null';
comment on column corrections_made.amount_cents is 'not null';
comment on column corrections_made.at is 'not null';
