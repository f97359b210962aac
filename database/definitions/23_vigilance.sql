-- Room: desks/vigilance

create view alert_thresholds as
  select kind, noticed, mailed from vigilance_thresholds;

create view reasons_given as
  select id, staff_id, at, kind, about, reason from given_reasons;
