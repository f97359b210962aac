import { sql } from 'kysely'
import type { Reader } from '../../../platform/database/index.ts'
import { hashOf, liveSince } from '../../../platform/sessions.ts'
import type { Beneficiary } from '../../../spaces/actors.ts'
import { CONSULTATIONS_A_PAGE } from './consultations.ts'

/** Where the account is open now, the latest seen first. */
export const sessionsOf = (db: Reader, beneficiary: Beneficiary, { token, now }: { token: string; now: Date }) =>
  db
    .selectFrom('sessions')
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
    .selectFrom('audit_facts as f')
    .innerJoin('staff as m', 'm.id', 'f.staff_id')
    .leftJoin('partners as p', 'p.id', 'm.partner_id')
    .leftJoin('schools as s', 's.id', 'm.school_id')
    .select(['f.at', 'f.fact', sql<string>`coalesce(p.name, s.name, 'Région Hauts-de-France')`.as('place')])
    .select(sql<number>`count(*) over ()`.as('total'))
    .where('f.beneficiary_id', '=', beneficiary.id)
    .orderBy('f.at', 'desc')
    .orderBy('f.id', 'desc')
    .limit(CONSULTATIONS_A_PAGE)
    .offset((page - 1) * CONSULTATIONS_A_PAGE)
    .execute()
  return { rows, total: rows[0]?.total ?? 0 }
}
