/** What an importer whose lines have a partner's `code`, `siret` and `legal_name` refuses, and writes, of organisations. */

/** A check: lines that say one thing in two ways are all left out, since nobody knows which is right. */
export const contradicts = (key: (alias: string) => string, said: string, why: string) => `
  delete from incoming i
  using (select ${key('n')} as key from incoming n group by 1 having count(distinct (${said})) > 1) d
  where d.key = ${key('i')}
  returning i.line, '${why}' as refused`

export const siretChecks: readonly string[] = [
  contradicts((n) => `${n}.siret`, 'n.code', 'colonne « siret » : plusieurs partenaires du fichier ont ce SIRET'),
  contradicts(
    (n) => `left(${n}.siret, 9)`,
    'n.legal_name',
    'colonne « raison_sociale » : une même structure (les neuf premiers chiffres du SIRET) est écrite de plusieurs façons dans le fichier',
  ),
  `delete from incoming i using organisations_of_partners o, partner_directory p
   where o.siret = i.siret and p.id = o.partner_id and p.code <> i.code
   returning i.line, 'colonne « siret » : c’est déjà celui d’un autre partenaire, ' || p.code as refused`,
]

export const siretMerge: readonly string[] = [
  `insert into organisations (siren, legal_name)
   select distinct left(siret, 9), legal_name from incoming
   on conflict (siren) do update set legal_name = excluded.legal_name where organisations.legal_name <> excluded.legal_name`,
  `insert into sirets (partner_id, organisation_id, siret)
   select p.id, o.id, n.siret
   from incoming n
   join partner_directory p on p.code = n.code
   join organisations o on o.siren = left(n.siret, 9)
   on conflict (partner_id) do update set organisation_id = excluded.organisation_id, siret = excluded.siret
     where sirets.siret <> excluded.siret`,
]
