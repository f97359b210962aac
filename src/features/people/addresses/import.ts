import type { Importer } from '../../../platform/import/load.ts'
import type { Line, Row } from '../../../platform/import/table.ts'
import { LINE_AT_MOST, postalName } from './address.ts'

/** A street whose point is wrong, as it is told. */
const TOLD = `i.line, i.name || ', ' || i.postcode || ' : le point'`

/** Each street once, with its middle. */
const STREETS = `
  select postcode, insee_code, name, avg(longitude) as longitude, avg(latitude) as latitude
  from (select distinct postcode, insee_code, name, longitude, latitude from incoming) places
  group by postcode, insee_code, name`

/**
 * The streets of the national address file (BAN, 23 columns): a line for each house, each street kept once, with its middle; and for
 * each town the middle of its streets.
 */
export const streetsImporter: Importer = {
  formats: [{ columns: ['code_postal', 'code_insee', 'nom_voie'], read: street }],
  incoming: 'postcode text, insee_code text, name text, longitude double precision, latitude double precision',
  checks: [
    `select min(i.line) as line, 'le code postal ' || i.postcode || ' et la commune ' || i.insee_code
       || ' ne sont pas du même département : ses voies sont rangées sous ' || min(town.postcode) as wrong
     from incoming i
     join towns town on town.insee_code = i.insee_code
     where left(i.postcode, 2) <> regexp_replace(left(i.insee_code, 2), '2[AB]', '20')
       and not exists (select from towns t where (t.postcode, t.insee_code) = (i.postcode, i.insee_code))
     group by i.postcode, i.insee_code
     order by 1`,
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
  ],
  effects: `
    with counted as (
      select count(*) filter (where s.postcode is null) as added,
        count(*) filter (where n.longitude is not null and s.postcode is not null
          and (s.longitude, s.latitude) is distinct from (n.longitude, n.latitude)) as moved,
        count(*) as named
      from (${STREETS}) n
      left join streets s on (s.postcode, s.insee_code, s.name) = (n.postcode, n.insee_code, n.name)
    )
    select 'Voies ajoutées' as label, added as count from counted
    union all select 'Voies dont la position change', moved from counted
    union all select 'Voies sans changement', named - added - moved from counted`,
  // A town's streets lie side by side: suggestions read few pages.
  merge: [
    `insert into streets (postcode, insee_code, name, longitude, latitude) ${STREETS}
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
  const { code_postal, code_insee } = line.codes({ code_postal: 5, code_insee: 5 })
  if (!/^\d{5}$/.test(code_postal)) line.refuse('code_postal', 'cinq chiffres attendus')
  if (!/^\d[\dAB]\d{3}$/.test(code_insee)) line.refuse('code_insee', 'cinq chiffres attendus, ou 2A ou 2B et trois chiffres')
  const name = postalName(line.text('nom_afnor') || line.text('nom_voie') || line.text('nom_ld')).replace(PO_BOX, '')
  if (!name) line.refuse('nom_voie', 'le nom de la voie manque')
  if (name.length > LINE_AT_MOST) line.refuse('nom_voie', `plus de ${LINE_AT_MOST} caractères, même abrégé`)
  return [code_postal, code_insee, name, rounded(line.degrees('lon', 180)), rounded(line.degrees('lat', 180))]
}

/** To a hundred metres: most of a street's houses then repeat each other, and its middle moves by less than that. */
const rounded = (degrees: number | null): number | null => degrees && Math.round(degrees * 1000) / 1000
