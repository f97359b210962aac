import { sql } from 'kysely'
import type { Reader } from '../../../platform/database/index.ts'
import { hashOf, liveSince } from '../../../platform/sessions.ts'
import type { Beneficiary } from '../../../spaces/actors.ts'
import { CONSULTATIONS_A_PAGE } from './consultations.ts'

/** Where the account is open now, the latest seen first. */
export const sessionsOf = (db: Reader, beneficiary: Beneficiary, { token, now }: { token: string; now: Date }) =>
  db
    .selectFrom('open_sessions')
    .select(['id', 'device', 'created_at', 'seen_at', sql<boolean>`token_hash = ${hashOf(token)}`.as('is_this_one')])
    .where('beneficiary_id', '=', beneficiary.id)
    .where('created_at', '>', liveSince(now).opened)
    .where('seen_at', '>', liveSince(now).seen)
    .orderBy('seen_at', 'desc')
    .orderBy('id', 'desc')
    .execute()

/** One page of what staff did with somebody's file, newest first, and how many lines there are in all. A place, never a person's name. */
export async function consultationsOf(db: Reader, beneficiary: Beneficiary, page: number) {
  const rows = await db
    .selectFrom('facts_about_people')
    .select(['at', 'fact', 'place'])
    .select(sql<number>`count(*) over ()`.as('total'))
    .where('beneficiary_id', '=', beneficiary.id)
    .where('staff_id', 'is not', null)
    .$narrowType<{ place: string }>()
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(CONSULTATIONS_A_PAGE)
    .offset((page - 1) * CONSULTATIONS_A_PAGE)
    .execute()
  return { rows, total: rows[0]?.total ?? 0 }
}
