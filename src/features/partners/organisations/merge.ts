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

/** A check, after all those that leave lines out: the name under which an account was agreed to changes with all the partners that it pays. */
export const legalNameCheck = `
  delete from incoming i using organisations_of_partners o
  where o.siren = left(i.siret, 9) and o.legal_name <> i.legal_name and exists (
    select from bank_accounts_of_partners b join partner_directory p on p.id = b.partner_id
    where b.organisation_id = o.organisation_id and b.state in ('proposed', 'agreed') and b.paid_until is null
      and not exists (select from incoming n where n.code = p.code and left(n.siret, 9) = o.siren))
  returning i.line, 'colonne « raison_sociale » : un compte bancaire d’un autre partenaire de cette structure est au nom de « ' || o.legal_name
    || ' » : écrivez-la ainsi, ou mettez tous ses partenaires dans le fichier' as refused`

export const siretMerge: readonly string[] = [
  `insert into organisations (siren, legal_name)
   select distinct left(siret, 9), legal_name from incoming
   on conflict (siren) do update set legal_name = excluded.legal_name where organisations.legal_name <> excluded.legal_name`,
  `insert into sirets (partner_id, organisation_id, siret, is_to_tell)
   select p.id, o.id, n.siret, true
   from incoming n
   join partner_directory p on p.code = n.code
   join organisations o on o.siren = left(n.siret, 9)
   on conflict (partner_id) do update set organisation_id = excluded.organisation_id, siret = excluded.siret,
     is_to_tell = sirets.is_to_tell or sirets.organisation_id <> excluded.organisation_id
     where sirets.siret <> excluded.siret`,
]
