import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import pg from 'pg'
import { OUR_REGION } from '../../../platform/region.ts'

/** A commune, one that another has taken in, or the district of Paris, Lyon or Marseille, of @etalab/decoupage-administratif. */
interface Commune {
  code: string
  nom: string
  type: string
  commune?: string
  chefLieu?: string
  codesPostaux?: string[]
  population?: number
}

interface Town {
  code: string
  name: string
  postcodes: string[]
  population: number
}

interface Name {
  code: string
  name: string
  kind: 'today' | 'former' | 'short'
  population: number
}

/** The departments in the names of whose towns mistakes are forgiven: those of all France take ten times as long to load. */
const FORGIVING = [...OUR_REGION.departments.map(({ code }) => code), ...OUR_REGION.departmentsAround]

/**
 * Fills the towns of France and their names when there are none yet. Servers that start together do it once: the second waits for the
 * first and finds everything there.
 */
export async function loadTowns(connectionString: string): Promise<void> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  try {
    await client.query("select pg_advisory_lock(hashtext('towns'))")
    const { rowCount } = await client.query('select where exists (select from towns) and exists (select from town_names)')
    if (rowCount) return
    const communes = await communesOfFrance()
    const towns = townsAmong(communes)
    const served = towns.flatMap(({ code, name, postcodes }) => postcodes.map((postcode) => ({ postcode, code, name })))
    await client.query(
      'insert into towns (postcode, insee_code, name) select * from unnest($1::text[], $2::text[], $3::text[]) on conflict do nothing',
      [served.map(({ postcode }) => postcode), served.map(({ code }) => code), served.map(({ name }) => name)],
    )
    const names = namesOf(towns, communes)
    await client.query(
      `insert into town_names (insee_code, name, kind, population, spellings)
       select n.*, case when n.insee_code like any ($5::text[]) then name_keys(place_key(n.name)) end
       from unnest($1::text[], $2::text[], $3::text[], $4::integer[]) n (insee_code, name, kind, population) on conflict do nothing`,
      [
        names.map(({ code }) => code),
        names.map(({ name }) => name),
        names.map(({ kind }) => kind),
        names.map(({ population }) => population),
        FORGIVING.map((code) => `${code}%`),
      ],
    )
    // The index of the spellings puts its waiting list in order: each search would read it.
    await client.query('vacuum (analyze) towns, town_names')
  } finally {
    await client.end()
  }
}

async function communesOfFrance(): Promise<Commune[]> {
  const file = createRequire(import.meta.url).resolve('@etalab/decoupage-administratif/data/communes.json')
  return JSON.parse(await readFile(file, 'utf8'))
}

/**
 * The communes of today. Paris, Lyon and Marseille are their districts, under the name of the city: the addresses of the national file
 * carry the districts' codes, and a letter carries the city's name.
 */
function townsAmong(communes: Commune[]): Town[] {
  const districts = communes.filter(({ type }) => type === 'arrondissement-municipal')
  const divided = new Set(districts.map(({ commune }) => commune))
  const whole = communes.filter(({ type, code }) => type === 'commune-actuelle' && !divided.has(code))
  const cities = new Map(communes.filter(({ code }) => divided.has(code)).map(({ code, nom }) => [code, nom]))
  return [...whole, ...districts].map(({ code, nom, commune, codesPostaux = [], population = 0 }) => ({
    code,
    name: cities.get(commune ?? '') ?? nom,
    postcodes: codesPostaux,
    population,
  }))
}

/** By what people call a town: its name, those of the towns that it has taken in, and what each begins with. */
function namesOf(towns: Town[], communes: Commune[]): Name[] {
  const populations = new Map(towns.map(({ code, population }) => [code, population]))
  const today = towns.map(({ code, name, population }): Name => ({ code, name, kind: 'today', population }))
  const former = communes.flatMap(({ nom, chefLieu = '' }): Name[] => {
    const population = populations.get(chefLieu)
    return population === undefined ? [] : [{ code: chefLieu, name: nom, kind: 'former', population }]
  })
  const short = today.flatMap((named): Name[] => {
    const name = beginningOf(named.name)
    return name ? [{ ...named, name, kind: 'short' }] : []
  })
  return [...today, ...former, ...short]
}

const JOINING = /^(?:sur|sous|en|l[eè]s|lez|la|le|de|du|des|d|l|aux?|[aà]|et)$/i

/** « Marcq » of Marcq-en-Barœul, « Le Cateau » of Le Cateau-Cambrésis; undefined for a name that has no such end. */
function beginningOf(name: string): string | undefined {
  const words = name.split(/[-\s'’]/)
  const first = JOINING.test(words[0] as string) ? 1 : 0
  const joined = words.findIndex((word, index) => index > first && JOINING.test(word))
  const end = joined > 0 ? joined : first + 1
  return (joined > 0 || first === 1) && end < words.length ? words.slice(0, end).join('-') : undefined
}
