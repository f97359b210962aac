import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import pg from 'pg'

/** A commune, or the district of Paris, Lyon or Marseille, of @etalab/decoupage-administratif. */
interface Commune {
  code: string
  nom: string
  type: string
  commune?: string
  codesPostaux?: string[]
}

/**
 * Fills the towns of France when there are none yet. Servers that start together do it once: the second insert waits
 * for the first and finds everything there.
 */
export async function loadTowns(connectionString: string): Promise<void> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  try {
    const { rowCount } = await client.query('select from towns limit 1')
    if (rowCount) return
    const towns = await townsOfFrance()
    await client.query(
      'insert into towns (postcode, insee_code, name) select * from unnest($1::text[], $2::text[], $3::text[]) on conflict do nothing',
      [towns.map(({ postcode }) => postcode), towns.map(({ code }) => code), towns.map(({ name }) => name)],
    )
  } finally {
    await client.end()
  }
}

/**
 * The communes of today, by postcode. Paris, Lyon and Marseille are their districts, under the name of the city: the
 * addresses of the national file carry the districts' codes, and a letter carries the city's name.
 */
async function townsOfFrance(): Promise<{ postcode: string; code: string; name: string }[]> {
  const file = createRequire(import.meta.url).resolve('@etalab/decoupage-administratif/data/communes.json')
  const communes: Commune[] = JSON.parse(await readFile(file, 'utf8'))
  const districts = communes.filter(({ type }) => type === 'arrondissement-municipal')
  const divided = new Set(districts.map(({ commune }) => commune))
  const whole = communes.filter(({ type, code }) => type === 'commune-actuelle' && !divided.has(code))
  const cities = new Map(communes.filter(({ code }) => divided.has(code)).map(({ code, nom }) => [code, nom]))
  return [...whole, ...districts].flatMap(({ code, nom, commune, codesPostaux = [] }) =>
    codesPostaux.map((postcode) => ({ postcode, code, name: cities.get(commune ?? '') ?? nom })),
  )
}
