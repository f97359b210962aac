-- Room: partners/organisations

-- The organisation of each partner that has given its SIRET.
create view organisations_of_partners as
  select s.partner_id, s.organisation_id, s.siret, s.siren, o.legal_name
  from sirets s
  join organisations o on o.id = s.organisation_id;
