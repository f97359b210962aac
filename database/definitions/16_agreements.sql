-- Room: partners/agreements

-- The text that shops accept now, and the last day on which those that were there before are asked to; no row as long as there is none.
create view agreement_in_force as
  select version, agreed_at, days_to_accept, (agreed_at at time zone 'Europe/Paris')::date + days_to_accept as accept_by from agreement_texts where version = (select max(version) from agreement_texts);
comment on column agreement_in_force.accept_by is 'not null';

-- Every acceptance of a text, without what proves it: to join, or later at a partner.
create view agreements_made as
  select g.id, g.application_id, g.partner_id, g.text_version, g.signed_at, g.signer_name, t.agreed_at as in_force_since
  from agreements g
  join agreement_texts t on t.version = g.text_version;
