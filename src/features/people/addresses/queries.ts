import { sql } from 'kysely'
import type { Reader } from '../../../platform/database/index.ts'
import { LINE_AT_MOST } from './address.ts'

export const SUGGESTIONS_AT_MOST = 20
const PLACES_AT_MOST = 6

/** The towns that a postcode serves. */
export const townsOf = (db: Reader, postcode: string) =>
  db.selectFrom('towns').select(['insee_code', 'name']).where('postcode', '=', postcode).orderBy(sql`searchable(name)`).execute()

/** A town by what was chosen; undefined when the postcode does not serve it. */
export const townAt = (db: Reader, postcode: string, inseeCode: string) =>
  db
    .selectFrom('towns')
    .select(['insee_code', 'name'])
    .where('postcode', '=', postcode)
    .where('insee_code', '=', inseeCode)
    .executeTakeFirst()

interface Place {
  postcode: string
  insee_code: string
}

/** The streets of a town that look most like what was typed, best first: see streets_like in database/definitions/02_addresses.sql. */
export async function suggestStreets(db: Reader, { postcode, insee_code, words }: Place & { words: string }): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select name from streets_like(${postcode}, ${insee_code}, searchable(${words.slice(0, LINE_AT_MOST)}), ${SUGGESTIONS_AT_MOST})
  `.execute(db)
  return rows.map(({ name }) => name)
}

/** The street as the index writes it, when it is what was typed but for capitals and accents. */
export async function streetNamed(db: Reader, { postcode, insee_code, name }: Place & { name: string }): Promise<string | undefined> {
  const street = await db
    .selectFrom('streets')
    .select('name')
    .where('postcode', '=', postcode)
    .where('insee_code', '=', insee_code)
    .where('search', '=', sql<string>`searchable(${name})`)
    .limit(1)
    .executeTakeFirst()
  return street?.name
}

/**
 * Whether a postcode and a town exist together, by a name of today or of before. A CEDEX has a postcode of its own, which no file of ours
 * knows: its department is enough. Where no town is loaded nothing can be said against it.
 */
export async function isPlace(db: Reader, postcode: string, town: string): Promise<boolean> {
  const [, name, cedex] = /^(.*?)(\s+cedex(?:\s+\d{1,2})?)?$/i.exec(town) ?? []
  const served = cedex ? `${postcode.slice(0, 2)}%` : postcode
  const { rows } = await sql<{ exists: boolean }>`
    select not exists (select from town_names) or exists (
      select from towns t join town_names n using (insee_code) where t.postcode like ${served} and n.key = place_key(${name})) as exists
  `.execute(db)
  return rows[0]?.exists ?? false
}

/** What may be meant by a postcode and a town that do not exist together, `59000 Lille`: towns of that name, then those of that postcode. */
export async function placesLike(db: Reader, postcode: string, town: string): Promise<string[]> {
  const { rows } = await sql<{ place: string }>`
    select place from (
      select t.postcode || ' ' || t.name as place, 1 as rank, -max(n.population) as then
      from towns t join town_names n using (insee_code)
      where n.spellings && name_keys(place_key(${town})) and n.kind <> 'short'
      group by t.postcode, t.name
      union all
      select postcode || ' ' || name, 2, 0 from towns where postcode = ${postcode}
    ) places
    group by place
    order by bool_or(left(place, 2) = left(${postcode}, 2)) desc, min(rank), min(places.then), place
    limit ${PLACES_AT_MOST}
  `.execute(db)
  return rows.map(({ place }) => place)
}
