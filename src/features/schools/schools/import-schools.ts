import { isDay } from '../../../platform/dates.ts'
import { changesOf, onlyTheLast, saidInSeveralWays } from '../../../platform/import/changes.ts'
import type { Importer } from '../../../platform/import/load.ts'
import type { Line, Row } from '../../../platform/import/table.ts'
import { DEPARTMENTS, OUR_REGION } from '../../../platform/region.ts'
import { isUai } from './school.ts'

const SAID = ['name', 'kind', 'street', 'postcode', 'town', 'longitude', 'latitude', 'in_region', 'takes_pupils', 'takes_apprentices']
const { columns, next, differ, becomes, turns, moves } = changesOf('s', [...SAID, 'open', 'closes_on'])

/** Its last day: what an agent said, else what the file does; one that only says that it is to close takes away no day that is known. */
const CLOSES_ON = `case when s.closes_on_decided_at is not null or i.open is null or (i.is_closing and i.closes_on is null) then s.closes_on
  else i.closes_on end`

/** Whether it is open today: one that is to close is, until its day, which an agent may have said. Null where the file says nothing. */
const STATE = `case when i.open is null then null when s.closes_on_decided_at is not null then coalesce(s.closes_on > i.today, i.open)
  else i.open and coalesce((${CLOSES_ON}) > i.today, true) end`

/** What each school is, once the file is loaded; `id` when it is known already. */
const NEXT = `
  select i.line, i.uai, s.id,
    case when s.takes_pupils and i.takes_pupils is null then s.name else i.name end as name,
    case when s.takes_pupils and i.takes_pupils is null then s.kind else i.kind end as kind,
    coalesce(i.street, s.street) as street, coalesce(i.postcode, s.postcode) as postcode, i.town,
    coalesce(i.longitude, s.longitude) as longitude, coalesce(i.latitude, s.latitude) as latitude, i.in_region,
    coalesce(i.takes_pupils, s.takes_pupils, false) as takes_pupils,
    coalesce(i.takes_apprentices, s.takes_apprentices, false) as takes_apprentices,
    case when s.open_decided_at is null then coalesce(${STATE}, s.open, true) else s.open end as open,
    ${CLOSES_ON} as closes_on
  from incoming i
  left join schools s on s.uai = i.uai`

/**
 * The national directory of schools, and two shorter files: lycées, and places of apprenticeship. What a file does not
 * say stays as it was; an agent who opened or closed a school, or said when it closes, is not overruled, until the file says the same; a lycée keeps its name when a file of apprenticeship names it otherwise.
 */
export const schoolsImporter: Importer = {
  formats: [
    {
      columns: [
        ...[
          'identifiant_de_l_etablissement',
          'nom_etablissement',
          'type_etablissement',
          'code_postal',
          'nom_commune',
          'code_region',
          'etat',
        ],
        ...['voie_generale', 'voie_technologique', 'voie_professionnelle', 'apprentissage'],
      ],
      read: ofTheDirectory,
    },
    { columns: ['uai', 'nom', 'type_lycee', 'commune', 'departement'], read: lycee },
    { columns: ['uai', 'raison_sociale', 'enseigne', 'commune', 'departement', 'adresse'], read: placeOfApprenticeship },
  ],
  incoming: `uai text, name text, kind text, street text, postcode text, town text, longitude double precision, latitude double precision,
    in_region boolean, takes_pupils boolean, takes_apprentices boolean, open boolean, is_closing boolean, closes_on date`,
  checks: [
    saidInSeveralWays({ key: 'uai', said: "concat_ws(', ', name, street, town)", words: 'L’établissement', columns: SAID }),
    onlyTheLast('uai'),
    // One that closed before it was known is nobody's choice.
    `delete from incoming i where not i.open and not exists (select from schools s where s.uai = i.uai)`,
    `select i.line, i.uai || ', ' || i.name || case when s.open
        then ' : fermé d’après ce fichier, mais un agent l’a rouvert. Il reste ouvert : fermez-le s’il le faut'
        else ' : ouvert d’après ce fichier, mais un agent l’a fermé. Il reste fermé : rouvrez-le s’il le faut' end as wrong
     from incoming i
     join schools s on s.uai = i.uai
     where s.open_decided_at is not null and (${STATE}) is distinct from s.open and i.open is not null`,
    `select i.line, i.uai || ', ' || i.name || ' : ' || case
        when i.closes_on is not null then 'ferme le ' || to_char(i.closes_on, 'DD/MM/YYYY') || ' d’après ce fichier'
        when not i.open then 'fermé d’après ce fichier'
        when i.is_closing then 'à fermer d’après ce fichier, sans date' else 'reste ouvert d’après ce fichier' end
        || ', mais un agent a dit ' || coalesce('qu’il ferme le ' || to_char(s.closes_on, 'DD/MM/YYYY'), 'qu’il ne ferme pas')
        || '. C’est ce qui reste : changez sa fiche s’il le faut' as wrong
     from incoming i
     join schools s on s.uai = i.uai
     where s.closes_on_decided_at is not null and i.open is not null and i.closes_on is distinct from s.closes_on
       and not (i.is_closing and i.closes_on is null and s.closes_on is not null) and not (not i.open and coalesce(s.closes_on <= i.today, true))`,
    `select i.line, i.uai || ', ' || i.name || ' : à fermer d’après ce fichier, qui ne dit pas quand. Écrivez la date sur sa fiche' as wrong
     from incoming i
     left join schools s on s.uai = i.uai
     where i.is_closing and i.closes_on is null and s.closes_on is null and s.closes_on_decided_at is null`,
    `update incoming i set longitude = null, latitude = null
     from (
       select line, why_misplaced(postcode, town, longitude, latitude) as why
       from incoming
     ) placed
     where placed.line = i.line and placed.why is not null
     returning i.line, i.uai || ', ' || i.name || ' : ' || placed.why || ', l’établissement est gardé sans lui' as wrong`,
  ],
  effects: `
    with counted as (
      select count(*) filter (where n.id is null) as added, count(*) filter (where n.id is not null and ${differ}) as changed,
        count(*) filter (where not ${differ}) as same
      from (${NEXT}) n
      left join schools s on s.id = n.id
    )
    select 'Établissements ajoutés' as label, added as count from counted
    union all select 'Établissements modifiés', changed from counted
    union all select 'Établissements sans changement', same from counted`,
  differences: `
    select n.line, n.uai || ', ' || n.name || ' (' || n.town || ') : ' || case when s.id is null then 'ajouté' else concat_ws(' ; ',
      ${becomes('name', 'nom')}, ${becomes('kind', 'type')}, ${becomes('street', 'rue')}, ${becomes('postcode', 'code postal')},
      ${becomes('town', 'ville')},
      ${moves},
      ${turns('in_region', 'dans la région', 'hors de la région')},
      ${turns('takes_pupils', 'accueille des lycéens', 'n’accueille plus de lycéens')},
      ${turns('takes_apprentices', 'accueille des apprentis', 'n’accueille plus d’apprentis')},
      ${turns('open', 'rouvert', 'fermé')},
      case when n.closes_on is distinct from s.closes_on and n.closes_on is not null
        then 'ferme le ' || to_char(n.closes_on, 'DD/MM/YYYY') end) end as words
    from (${NEXT}) n
    left join schools s on s.id = n.id
    where s.id is null or ${differ}
    order by n.line`,
  merge: [
    `update schools s set open_decided_at = null from incoming i
     where s.uai = i.uai and s.open_decided_at is not null and (${STATE}) = s.open`,
    `update schools s set closes_on_decided_at = null from incoming i
     where s.uai = i.uai and s.closes_on_decided_at is not null and i.open and i.closes_on is not distinct from s.closes_on and not (i.is_closing and i.closes_on is null)`,
    `update schools s set (${columns}) = row(${next}) from (${NEXT}) n where s.id = n.id and ${differ}`,
    `insert into schools (uai, ${columns})
     select n.uai, ${next} from (${NEXT}) n where n.id is null
     order by line
     on conflict (uai) do nothing`,
  ],
  tables: ['schools'],
}

/** A line of the directory: lycées and regional schools for adapted teaching, and whatever teaches apprentices. */
function ofTheDirectory(line: Line): Row | null {
  const type = line.text('type_etablissement')
  const takesPupils = type === 'Lycée' || type === 'EREA'
  const takesApprentices = line.text('apprentissage') === '1'
  const state = STATES.get(line.text('etat').toUpperCase())
  if (!state || !(takesPupils || takesApprentices)) return null
  const { code_postal } = line.codes({ code_postal: 5, code_commune: 5 })
  if (!/^\d{5}$/.test(code_postal)) line.refuse('code_postal', 'cinq chiffres attendus')
  const isGeneral = line.text('voie_generale') === '1' || line.text('voie_technologique') === '1'
  const lyceeKind = line.text('voie_professionnelle') === '1' && !isGeneral ? 'lycée professionnel' : 'lycée'
  return [
    uaiIn(line, 'identifiant_de_l_etablissement'),
    line.filled('nom_etablissement'),
    type === 'Lycée' ? lyceeKind : type === 'EREA' ? 'EREA' : 'CFA',
    line.text('adresse_1') || null,
    code_postal,
    line.filled('nom_commune'),
    line.degrees('longitude', 180),
    line.degrees('latitude', 90),
    Number(line.matching('code_region', /^\d{1,2}$/, 'numéro de région attendu')) === Number(OUR_REGION.code),
    takesPupils,
    takesApprentices,
    state !== 'closed',
    state === 'closing',
    state === 'closing' ? closingDay(line) : null,
  ]
}

const STATES = new Map<string, 'open' | 'closing' | 'closed'>([
  ['OUVERT', 'open'],
  ['A FERMER', 'closing'],
  ['FERME', 'closed'],
])

/** Of a school that is to close; open until somebody says when. The directory of May 2026 has no such column: it says no day. */
function closingDay(line: Line): string | null {
  const day = line.text('date_fermeture').replace(/^(\d{2})\/(\d{2})\/(\d{4})$/, '$3-$2-$1')
  if (!day || isDay(day)) return day || null
  return line.refuse('date_fermeture', 'date attendue, par exemple 2027-08-31')
}

function lycee(line: Line): Row {
  return [
    uaiIn(line, 'uai'),
    line.filled('nom'),
    line.text('type_lycee') === 'LP' ? 'lycée professionnel' : 'lycée',
    null,
    null,
    line.filled('commune'),
    line.degrees('lon', 180),
    line.degrees('lat', 90),
    isInRegion(line),
    true,
    null,
    null,
    null,
    null,
  ]
}

function placeOfApprenticeship(line: Line): Row {
  const [, street = '', postcode = ''] = /^(.*?) ?(\d{5}) /.exec(line.text('adresse')) ?? []
  return [
    uaiIn(line, 'uai'),
    line.text('enseigne') || line.filled('raison_sociale'),
    'CFA',
    street || null,
    postcode || null,
    line.filled('commune'),
    null,
    null,
    isInRegion(line),
    null,
    true,
    null,
    null,
    null,
  ]
}

function uaiIn(line: Line, column: string): string {
  const uai = line.text(column).toUpperCase()
  return isUai(uai) ? uai : line.refuse(column, 'numéro UAI attendu : sept chiffres et leur lettre de contrôle')
}

/** « 2 » is what a spreadsheet makes of 02. */
const isInRegion = (line: Line): boolean => Object.hasOwn(DEPARTMENTS, line.filled('departement').padStart(3, '0'))
