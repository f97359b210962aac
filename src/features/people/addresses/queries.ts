import { sql } from 'kysely'
import type { Reader } from '../../../platform/database/index.ts'
import { LINE_AT_MOST } from './address.ts'

export const SUGGESTIONS_AT_MOST = 20

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
