import { sql } from 'kysely'
import type { Db } from './database/index.ts'
import { deleteInSlices } from './database/slices.ts'
import type { Noticed } from './errors.ts'
import { countNotice } from './http/metrics.ts'
import { keptSince } from './retention.ts'

export { countAlert } from './http/metrics.ts'

/** Something that was refused, and that somebody may have to hear of when it is many times. */
export interface Notice {
  kind: Noticed | 'objects-of-others'
  /** From which network, or by whom. */
  about: string
}

export const NOTICES_KEPT_DAYS = 30

/** Counts it, in its hour. Outside any transaction: what is refused is rolled back. */
export async function notice(db: Db, { kind, about }: Notice, now: Date): Promise<void> {
  countNotice(kind)
  await sql`
    insert into notices (kind, about, hour, times, last_at) values (${kind}, ${about}, date_trunc('hour', ${now}::timestamptz), 1, ${now})
    on conflict (kind, about, hour) do update set times = notices.times + 1, last_at = greatest(notices.last_at, excluded.last_at)
  `.execute(db)
}

/** Deletes those whose days are over. */
export const forgetOldNotices = (db: Db, now: Date): Promise<void> =>
  deleteInSlices(db, 'notices', sql`last_at < ${keptSince(now, NOTICES_KEPT_DAYS)}`)
