import { z } from 'zod'
import { changesOf, onlyTheLast, saidInSeveralWays } from '../../../platform/import/changes.ts'
import type { Importer } from '../../../platform/import/load.ts'
import type { Format, Line } from '../../../platform/import/table.ts'
import { isPartnerPhone, PARTNER_CODE } from './partner.ts'

const format: Format = {
  columns: [
    ...['code', 'nom', 'type', 'adresse', 'code_postal', 'ville', 'telephone', 'email', 'site'],
    ...['longitude', 'latitude', 'prepaiement', 'paiement_en_ligne'],
  ],
  read(line) {
    const [longitude, latitude] = [line.degrees('longitude', 180), line.degrees('latitude', 90)]
    if ((longitude === null) !== (latitude === null)) line.refuse('latitude', 'la longitude et la latitude vont ensemble')
    const type = line.text('type').toLowerCase()
    return [
      line.matching('code', PARTNER_CODE, 'lettres majuscules et chiffres attendus, par exemple L212'),
      line.filled('nom', 100),
      line.knows(type) ? type : line.refuse('type', 'ce type de partenaire n’existe pas'),
      line.filled('adresse', 150),
      line.matching('code_postal', /^\d{5}$/, 'cinq chiffres attendus ; un tableur enlève le zéro par lequel il commence'),
      line.filled('ville', 80),
      phoneIn(line),
      line.text('email') ? emailIn(line) : null,
      optional(line, 'site', /^https?:\/\/[^\s/]+\.[^\s]+$/, 'adresse complète attendue, par exemple https://www.exemple.fr'),
      longitude,
      latitude,
      yesOrNo(line, 'prepaiement'),
      yesOrNo(line, 'paiement_en_ligne'),
    ]
  },
}

const optional = (line: Line, column: string, pattern: RegExp, expected: string) =>
  line.text(column) ? line.matching(column, pattern, expected) : null
function phoneIn(line: Line): string | null {
  const typed = line.text('telephone')
  return !typed || isPartnerPhone(typed)
    ? typed || null
    : line.refuse('telephone', 'numéro de téléphone attendu, par exemple 03 22 97 00 00')
}
const emailIn = (line: Line): string =>
  z.email().safeParse(line.text('email')).success ? line.text('email') : line.refuse('email', 'adresse e-mail attendue')

function yesOrNo(line: Line, column: string): boolean {
  const value = line.text(column).toLowerCase()
  return value === 'oui' || (value === 'non' ? false : line.refuse(column, 'oui ou non attendu'))
}

const SAID = [
  ...['name', 'type_code', 'street', 'postcode', 'town', 'phone', 'email', 'website', 'longitude', 'latitude'],
  ...['accepts_prepayments', 'accepts_online_payments'],
]
const { columns, next, differ, becomes, turns, moves } = changesOf('p', SAID)

/**
 * Partners, new ones and known ones, by their code: a new one is open, since a file is agreed to whole; one that is suspended stays so.
 * Nobody is removed.
 */
export const partnersImporter: Importer = {
  formats: [format],
  known: 'select code from partner_types',
  incoming: `code text, name text, type_code text, street text, postcode text, town text, phone text, email text, website text,
    longitude double precision, latitude double precision, accepts_prepayments boolean, accepts_online_payments boolean`,
  checks: [
    saidInSeveralWays({ key: 'code', said: "concat_ws(', ', name, street, town)", words: 'Le partenaire', columns: SAID }),
    onlyTheLast('code'),
    // A partner whose point is not where its town is would move the map of all.
    `delete from incoming i
     using (select line, why_misplaced(postcode, town, longitude, latitude) as why from incoming) placed
     where placed.line = i.line and placed.why is not null
     returning i.line, 'colonne « longitude » : ' || placed.why as refused`,
  ],
  effects: `
    with counted as (
      select count(*) filter (where p.id is null) as added, count(*) filter (where p.id is not null and ${differ}) as changed,
        count(*) filter (where not ${differ}) as same
      from incoming n
      left join partners p on p.code = n.code
    )
    select 'Partenaires ajoutés' as label, added as count from counted
    union all select 'Partenaires modifiés', changed from counted
    union all select 'Partenaires sans changement', same from counted`,
  differences: `
    select n.line, n.code || ', ' || n.name || ' (' || n.town || ') : ' || case when p.id is null then 'ajouté' else concat_ws(' ; ',
      ${becomes('name', 'nom')}, ${becomes('type_code', 'type')}, ${becomes('street', 'adresse')}, ${becomes('postcode', 'code postal')},
      ${becomes('town', 'ville')}, ${becomes('phone', 'téléphone')}, ${becomes('email', 'e-mail')}, ${becomes('website', 'site')}, ${moves},
      ${turns('accepts_prepayments', 'accepte les prépaiements', 'n’accepte plus les prépaiements')},
      ${turns('accepts_online_payments', 'accepte les paiements en ligne', 'n’accepte plus les paiements en ligne')}) end as words
    from incoming n
    left join partners p on p.code = n.code
    where p.id is null or ${differ}
    order by n.line`,
  merge: [
    `update partners p set (${columns}) = row(${next}) from incoming n where p.code = n.code and ${differ}`,
    `insert into partners (code, ${columns}, active)
     select n.code, ${next}, true
     from incoming n
     where not exists (select from partners p where p.code = n.code)
     order by n.line
     on conflict (code) do nothing`,
  ],
  tables: ['partners'],
}
