import type { Importer, Line, Row } from '../../../platform/import.ts'
import { LINE_AT_MOST, postalName } from './address.ts'

/** A street whose point is wrong, as it is told. */
const TOLD = `i.name || ', ' || i.postcode || ' : le point'`

/**
 * The streets of the national address file (BAN, 23 columns): a line for each house, each street kept once, with its middle; and for
 * each town the middle of its streets.
 */
export const streetsImporter: Importer = {
  formats: [{ columns: ['code_postal', 'code_insee', 'nom_voie'], read: street }],
  incoming: 'postcode text, insee_code text, name text, longitude double precision, latitude double precision',
  // A town's streets lie side by side: suggestions read few pages.
  merge: [
    // A CEDEX is no place: a street that is filed under one is under the postcode of its town.
    `update incoming i set postcode = town.postcode
     from (select insee_code, min(postcode) as postcode from towns group by insee_code) town
     where town.insee_code = i.insee_code
       and not exists (select from towns t where (t.postcode, t.insee_code) = (i.postcode, i.insee_code))`,
    // 48.85 read as a longitude is in Somalia: the map, and distances, would show both places.
    `update incoming i set longitude = null, latitude = null
     where not is_in_france(i.insee_code, i.longitude, i.latitude)
     returning ${TOLD} || ' n’est pas en France : cette voie est gardée sans lui' as wrong`,
    `update incoming i set longitude = null, latitude = null
     from (
       select insee_code, percentile_cont(0.5) within group (order by longitude) as longitude,
         percentile_cont(0.5) within group (order by latitude) as latitude
       from incoming
       where longitude is not null
       group by insee_code
     ) middle
     where middle.insee_code = i.insee_code
       and kilometres(i.longitude, i.latitude, middle.longitude, middle.latitude) > kilometres_across_a_town()
     returning ${TOLD} || ' est loin de sa commune : cette voie est gardée sans lui' as wrong`,
    `insert into streets (postcode, insee_code, name, longitude, latitude)
     select postcode, insee_code, name, avg(longitude), avg(latitude)
     from (select distinct postcode, insee_code, name, longitude, latitude from incoming) places
     group by postcode, insee_code, name
     order by postcode, insee_code, name
     on conflict (postcode, insee_code, name) do update set longitude = excluded.longitude, latitude = excluded.latitude
     where excluded.longitude is not null
       and (streets.longitude, streets.latitude) is distinct from (excluded.longitude, excluded.latitude)`,
    `update towns t set longitude = middle.longitude, latitude = middle.latitude
     from (
       select postcode, insee_code, avg(longitude) as longitude, avg(latitude) as latitude
       from streets
       where (postcode, insee_code) in (select postcode, insee_code from incoming) and longitude is not null
       group by postcode, insee_code
     ) middle
     where (t.postcode, t.insee_code) = (middle.postcode, middle.insee_code)
       and (t.longitude, t.latitude) is distinct from (middle.longitude, middle.latitude)`,
  ],
  tables: ['streets', 'towns'],
}

/** « RUE DE LA MAIRIE BP 94 »: whoever has the box lives in that street. */
const PO_BOX = / (?:BP|CS|SP|TSA|CEDEX)(?: \d.*)?$/

function street(line: Line): Row {
  const postcode = line.matching('code_postal', /^\d{5}$/, 'cinq chiffres attendus')
  const insee_code = line.matching('code_insee', /^\d[\dAB]\d{3}$/, 'cinq chiffres attendus, ou 2A ou 2B et trois chiffres')
  const name = postalName(line.text('nom_afnor') || line.text('nom_voie') || line.text('nom_ld')).replace(PO_BOX, '')
  if (!name) line.refuse('nom_voie', 'le nom de la voie manque')
  if (name.length > LINE_AT_MOST) line.refuse('nom_voie', `plus de ${LINE_AT_MOST} caractères, même abrégé`)
  return [postcode, insee_code, name, degrees(line, 'lon'), degrees(line, 'lat')]
}

/** To a hundred metres: most of a street's houses then repeat each other, and its middle moves by less than that. */
function degrees(line: Line, column: string): number | null {
  const written = line.text(column)
  if (!written) return null
  const value = Number(written)
  return Math.abs(value) <= 180 ? Math.round(value * 1000) / 1000 : line.refuse(column, 'degrés attendus, par exemple 2.301')
}
