-- What the Region gives to a pupil by a decision of its own, beside what the rules give: nothing, until it says how much.
alter table benefits drop constraint a_rule_is_known;
alter table benefits add constraint a_rule_is_known check (rule in (
  'pupil-first-time', 'pupil-returning', 'pupil-exceptional', 'apprentice-first-or-other-diploma', 'apprentice-same-diploma', 'neither'));
insert into benefits (campaign_id, rule, label, wallet_kind, amount_cents)
  select id, 'pupil-exceptional', 'décidée par la Région', null, 0 from campaigns;
