import type { Importer, Line, Row } from '../../../platform/import.ts'
import { isUai } from './school.ts'

const DEPARTMENTS_OF_THE_REGION = ['02', '59', '60', '62', '80']
const REGION = 32

/**
 * The national directory of schools, and two shorter files: lycées, and places of apprenticeship. What a file does not
 * say stays as it was; a lycée keeps its name when a file of apprenticeship names it otherwise.
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
    in_region boolean, takes_pupils boolean, takes_apprentices boolean`,
  merge: [
    // A school named twice is what its last line says.
    'delete from incoming i using incoming later where later.uai = i.uai and later.line > i.line',
    `update incoming i set longitude = null, latitude = null
     from (
       select line, why_misplaced(postcode, town, longitude, latitude) as why
       from incoming
     ) placed
     where placed.line = i.line and placed.why is not null
     returning i.uai || ', ' || i.name || ' : ' || placed.why || ', l’établissement est gardé sans lui' as wrong`,
    `update schools s
     set name = case when s.takes_pupils and i.takes_pupils is null then s.name else i.name end,
       kind = case when s.takes_pupils and i.takes_pupils is null then s.kind else i.kind end,
       street = coalesce(i.street, s.street), postcode = coalesce(i.postcode, s.postcode), town = i.town,
       longitude = coalesce(i.longitude, s.longitude), latitude = coalesce(i.latitude, s.latitude),
       in_region = i.in_region, takes_pupils = coalesce(i.takes_pupils, s.takes_pupils),
       takes_apprentices = coalesce(i.takes_apprentices, s.takes_apprentices), open = true
     from incoming i
     where s.uai = i.uai`,
    `insert into schools (uai, name, kind, street, postcode, town, longitude, latitude, in_region, takes_pupils, takes_apprentices)
     select uai, name, kind, street, postcode, town, longitude, latitude, in_region,
       coalesce(takes_pupils, false), coalesce(takes_apprentices, false)
     from incoming
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
  if (line.text('etat') !== 'OUVERT' || !(takesPupils || takesApprentices)) return null
  const isGeneral = line.text('voie_generale') === '1' || line.text('voie_technologique') === '1'
  const lyceeKind = line.text('voie_professionnelle') === '1' && !isGeneral ? 'lycée professionnel' : 'lycée'
  return [
    uaiIn(line, 'identifiant_de_l_etablissement'),
    filled(line, 'nom_etablissement'),
    type === 'Lycée' ? lyceeKind : type === 'EREA' ? 'EREA' : 'CFA',
    line.text('adresse_1') || null,
    line.matching('code_postal', /^\d{5}$/, 'cinq chiffres attendus'),
    filled(line, 'nom_commune'),
    degrees(line, 'longitude', 180),
    degrees(line, 'latitude', 90),
    Number(line.matching('code_region', /^\d{1,2}$/, 'numéro de région attendu')) === REGION,
    takesPupils,
    takesApprentices,
  ]
}

function lycee(line: Line): Row {
  return [
    uaiIn(line, 'uai'),
    filled(line, 'nom'),
    line.text('type_lycee') === 'LP' ? 'lycée professionnel' : 'lycée',
    null,
    null,
    filled(line, 'commune'),
    degrees(line, 'lon', 180),
    degrees(line, 'lat', 90),
    DEPARTMENTS_OF_THE_REGION.includes(filled(line, 'departement')),
    true,
    null,
  ]
}

function placeOfApprenticeship(line: Line): Row {
  const [, street = '', postcode = ''] = /^(.*?) ?(\d{5}) /.exec(line.text('adresse')) ?? []
  return [
    uaiIn(line, 'uai'),
    line.text('enseigne') || filled(line, 'raison_sociale'),
    'CFA',
    street || null,
    postcode || null,
    filled(line, 'commune'),
    null,
    null,
    DEPARTMENTS_OF_THE_REGION.includes(filled(line, 'departement')),
    null,
    true,
  ]
}

function uaiIn(line: Line, column: string): string {
  const uai = line.text(column).toUpperCase()
  return isUai(uai) ? uai : line.refuse(column, 'numéro UAI attendu : sept chiffres et leur lettre de contrôle')
}

const filled = (line: Line, column: string): string => line.text(column) || line.refuse(column, 'la valeur manque')

function degrees(line: Line, column: string, atMost: number): number | null {
  const value = line.text(column)
  if (!value) return null
  const number = Number(value)
  return Math.abs(number) <= atMost ? number : line.refuse(column, 'degrés attendus, par exemple 49.89')
}
