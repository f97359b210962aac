import { sql } from 'kysely'
import { type Db, type Reader, writerBehind } from './database/index.ts'
import { deleteInSlices } from './database/slices.ts'
import { UserError } from './errors.ts'
import { hashOf } from './sessions.ts'

export interface Limit {
  /** What is tried, and by whom or about whom: `sign-in:account:4827501935`. Only its hash is kept. */
  bucket: string
  max: number
  minutes: number
}

/** The files that one person sends, photo and documents together: to read one fills a core for a while, and there are few. */
export const uploadsOf = (beneficiaryId: number): Limit => ({ bucket: `uploads:beneficiary:${beneficiaryId}`, max: 30, minutes: 60 })

/** Those of a member of staff, who may have a whole site to fill. */
export const uploadsOfStaff = (staffId: number): Limit => ({ bucket: `uploads:staff:${staffId}`, max: 300, minutes: 60 })

/** Those that come from one place, of people who have no account yet. */
export const uploadsFrom = (network: string): Limit => ({ bucket: `uploads:network:${network}`, max: 30, minutes: 60 })

/** How many tries a limit has counted in its current window. */
async function triesOf(db: Reader, limits: Limit[], now: Date): Promise<Map<string, { tries: number; ends: Date }>> {
  if (limits.length === 0) return new Map()
  const rows = await db
    .selectFrom('limits')
    .selectAll()
    .where(
      'bucket',
      'in',
      limits.map((limit) => hashOf(limit.bucket)),
    )
    .where('window_ends_at', '>', now)
    .execute()
  return new Map(rows.map((row) => [row.bucket.toString('hex'), { tries: row.tries, ends: row.window_ends_at }]))
}

/** How many tries each of the limits has counted in its current window, in their order. */
export async function triesIn(db: Reader, limits: Limit[], now: Date): Promise<number[]> {
  const tries = await triesOf(db, limits, now)
  return limits.map(({ bucket }) => tries.get(hashOf(bucket).toString('hex'))?.tries ?? 0)
}

/** @throws UserError 429 when one of the limits is reached. Counts nothing. */
export async function mustBeWithin(db: Reader, limits: Limit[], now: Date): Promise<void> {
  const tries = await triesOf(db, limits, now)
  for (const limit of limits) {
    const counted = tries.get(hashOf(limit.bucket).toString('hex'))
    if (!counted || counted.tries < limit.max) continue
    throw tooMany(counted.ends, now)
  }
}

function tooMany(ends: Date, now: Date, instead = ''): UserError {
  const seconds = Math.max(1, Math.ceil((ends.getTime() - now.getTime()) / 1000))
  const minutes = Math.ceil(seconds / 60)
  const sentence = `Trop d’essais. Attendez ${minutes > 120 ? `${Math.ceil(minutes / 60)} h` : `${minutes} min`}, puis recommencez.${instead && ` ${instead}`}`
  return new UserError('too-many', sentence, { status: 429, retryAfterSeconds: seconds, noticed: 'lock-outs' })
}

/** Counts one try in each limit. Outside any transaction that may be rolled back: a refused try counts. */
export async function countTry(db: Reader, limits: Limit[], now: Date): Promise<void> {
  for (const limit of [...limits].sort((a, b) => a.bucket.localeCompare(b.bucket))) await count(db, limit, now)
}

/**
 * Counts one try in a limit, or in several, before it is made, so that many sent at the same time cannot all pass. `instead`: what may be done
 * meanwhile, said with the refusal.
 * @throws UserError 429 when it is one too many for one of them
 */
export async function takeTry(db: Reader, limits: Limit | Limit[], now: Date, instead?: string): Promise<void> {
  for (const limit of [limits].flat()) {
    const { tries, ends } = await count(db, limit, now)
    if (tries > limit.max) throw tooMany(ends, now, instead)
  }
}

/** Counts one try and says whether the limit still allows it: for what is left undone without a word. */
export async function mayTry(db: Reader, limit: Limit, now: Date): Promise<boolean> {
  return (await count(db, limit, now)).tries <= limit.max
}

async function count(db: Reader, limit: Limit, now: Date): Promise<{ tries: number; ends: Date }> {
  const ends = new Date(now.getTime() + limit.minutes * 60_000)
  const { rows } = await sql<{ tries: number; ends: Date }>`
    insert into limits (bucket, tries, window_ends_at) values (${hashOf(limit.bucket)}, 1, ${ends})
    on conflict (bucket) do update set
      tries = case when limits.window_ends_at > ${now} then limits.tries + 1 else 1 end,
      window_ends_at = case when limits.window_ends_at > ${now} then limits.window_ends_at else excluded.window_ends_at end
    returning tries, window_ends_at as ends
  `.execute(writerBehind(db))
  return rows[0] as { tries: number; ends: Date }
}

/** Forgets the tries of a limit: the right answer was given. */
export async function forgetTries(db: Db, limits: Limit[]): Promise<void> {
  await db
    .deleteFrom('limits')
    .where(
      'bucket',
      'in',
      limits.map((limit) => hashOf(limit.bucket)),
    )
    .execute()
}

/** Deletes the counts whose time is over. */
export async function forgetOldTries(db: Db, now: Date): Promise<void> {
  await deleteInSlices(db, 'limits', sql`window_ends_at <= ${now}`)
}
