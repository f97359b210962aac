-- Room: partners/renewals

-- Which text was accepted for which partner, to join or later.
create view texts_accepted as
  select g.id as agreement_id, coalesce(g.partner_id, a.partner_id) as partner_id, g.application_id, g.text_version, g.signed_at, g.signer_name,
    g.in_force_since
  from agreements_made g
  left join applications_of_partners a on a.application_id = g.application_id
  where coalesce(g.partner_id, a.partner_id) is not null;
comment on column texts_accepted.partner_id is 'not null';

-- The partners that work, and for which nobody has accepted the text in force: what one accepts holds for all the partners of its organisation.
create view partners_to_ask as
  select p.id as partner_id, p.code, p.name, p.name_search, p.town, f.version, f.agreed_at, f.days_to_accept, f.accept_by
  from agreement_in_force f
  cross join partner_directory p
  left join organisations_of_partners o on o.partner_id = p.id
  where p.active
    and not exists (select from texts_accepted t where t.partner_id = p.id and t.text_version = f.version)
    and not exists (
      select from texts_accepted t
      join organisations_of_partners other on other.partner_id = t.partner_id
      where t.text_version = f.version and other.organisation_id = o.organisation_id);
comment on column partners_to_ask.accept_by is 'not null';
