import { sql } from 'kysely'
import type { Reader } from '../../../platform/database/index.ts'
import { dayOf } from '../../../platform/dates.ts'
import { hashOf } from '../../../platform/sessions.ts'
import { INVITATION_DAYS } from './staff.ts'

/** Somebody of the staff who still works there, or a guardian: whoever is both has two accounts. */
export const staffByEmail = (db: Reader, { email, isGuardian = false }: ByEmail) =>
  db
    .selectFrom('staff')
    .select(['id', 'name', 'password_hash', 'partner_id', 'school_id', 'is_guardian'])
    .where(sql`lower(email)`, '=', email.toLowerCase())
    .where('is_guardian', '=', isGuardian)
    .where('closed_at', 'is', null)
    .executeTakeFirst()

/** An address, and on which of the two sides it is an account's. */
export interface ByEmail {
  email: string
  isGuardian?: boolean
}

/**
 * Whether a member of staff signs in with a second factor, always: who reads files of young people, or the accounts of a shop, wherever they
 * work. A till waits for nothing but its password; a guardian may go back to codes that come by mail.
 */
export async function mustProve(db: Reader, staffId: number): Promise<boolean> {
  const proves = sql<boolean>`(not s.is_guardian and (s.partner_id is null or exists (
    select from shop_users_at_work w where w.id = s.id and not w.roles <@ array['cashier'])))`
  return (await db.selectFrom('staff as s').select(proves.as('proves')).where('s.id', '=', staffId).executeTakeFirstOrThrow()).proves
}

/** Who may choose a password by a link sent by mail, as long as it lives. */
export const staffByLink = (db: Reader, now: Date, token: string) =>
  db
    .selectFrom('staff_links as l')
    .innerJoin('staff as s', 's.id', 'l.staff_id')
    .select(['s.id', 's.name', 's.email', 's.password_hash'])
    .where('l.token_hash', '=', hashOf(token))
    .where('l.expires_at', '>', now)
    .where('s.closed_at', 'is', null)
    .executeTakeFirst()

/** How long an invitation lives: as the campaign under way says, or the first one that comes. */
export async function invitationDays(db: Reader, now: Date): Promise<number> {
  const { rows } = await sql<{ invitation_days: number }>`
    select invitation_days from campaign_calendar
    order by applications_open_on <= ${dayOf(now)} desc, abs(applications_open_on - ${dayOf(now)}::date), id desc
    limit 1
  `.execute(db)
  return rows[0]?.invitation_days ?? INVITATION_DAYS
}

/** Where somebody works or worked, and what they may do there. */
export const workplacesOf = (db: Reader, id: number) =>
  db
    .selectFrom('users_of_workplaces')
    .select(['workplace_id', 'partner_id', 'school_id', 'roles', 'closed_at'])
    .select(sql<string>`workplace_name || ' (' || number || ')'`.as('name'))
    .where('id', '=', id)
    .orderBy('added_at')
    .orderBy('workplace_id')
    .execute()

export type WorkplaceRow = Awaited<ReturnType<typeof workplacesOf>>[number]
