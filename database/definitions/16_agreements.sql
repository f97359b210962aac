-- Room: partners/agreements

-- The text that shops accept now; no row as long as there is none.
create view agreement_in_force as
  select version, agreed_at from agreement_texts where version = (select max(version) from agreement_texts);
