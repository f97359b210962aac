import { sql } from 'kysely'
import type { Reader } from './database/index.ts'
import { UserError } from './errors.ts'

interface Placed {
  postcode: string | null
  town: string
  longitude: number | null
  latitude: number | null
}

/** Why a position is not where the town is, in words; null when it is, or when there is none. */
export async function whyMisplaced(db: Reader, { postcode, town, longitude, latitude }: Placed): Promise<string | null> {
  const { rows } = await sql<{ why: string | null }>`select why_misplaced(${postcode}, ${town}, ${longitude}, ${latitude}) as why`.execute(
    db,
  )
  return rows[0]?.why ?? null
}

/** @throws UserError when a position is not where the town is: it would move a map, or a distance. */
export async function mustBeInItsTown(db: Reader, placed: Placed): Promise<void> {
  const why = await whyMisplaced(db, placed)
  if (why) throw new UserError('position.elsewhere', `Vérifiez cette position : ${why}.`, { field: 'latitude' })
}
