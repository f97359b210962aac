import { type RawBuilder, sql } from 'kysely'
import type { Reader } from '../../../platform/database/index.ts'
import { inOrder } from '../../../platform/database/order.ts'
import { dayOf } from '../../../platform/dates.ts'
import { found } from '../../../platform/errors.ts'
import type { Order } from '../../../platform/forms/paging.ts'
import { OUR_REGION } from '../../../platform/region.ts'
import { hashOf } from '../../../platform/sessions.ts'
import type { Role } from '../../../spaces/roles.ts'
import type { ShopRole } from '../../../spaces/shop-roles.ts'
import { offeredSince } from './second-factor.ts'
import { INVITATION_DAYS, rolesThatManage, type StaffKind } from './staff.ts'

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

/** Somebody whose password was right, and whose code is awaited. */
export interface PendingSignIn {
  staff_id: number
  email: string
  password_hash: string | null
  partner_id: number | null
  school_id: number | null
  is_guardian: boolean
  mailed_code_hash: Buffer | null
  enrolled_at: Date | null
  has_passkey: boolean
  offered_secret_encrypted: Buffer | null
}

/** Whether the code that is awaited comes by mail: a guardian's, who has neither an application nor a passkey. */
export const isByMail = ({
  is_guardian,
  enrolled_at,
  has_passkey,
}: Pick<PendingSignIn, 'is_guardian' | 'enrolled_at' | 'has_passkey'>): boolean => is_guardian && enrolled_at === null && !has_passkey

/** What a browser's pending sign-in is about, as long as it lives. */
export async function pendingSignIn(db: Reader, now: Date, token: string | undefined): Promise<PendingSignIn | undefined> {
  if (!token) return undefined
  return db
    .selectFrom('pending_sign_ins as p')
    .innerJoin('staff as s', 's.id', 'p.staff_id')
    .leftJoin('second_factors as f', 'f.staff_id', 's.id')
    .select(['p.staff_id', 'p.mailed_code_hash', 's.email', 's.password_hash', 's.partner_id', 's.school_id', 's.is_guardian'])
    .select(['f.enrolled_at', offeredSecret(now), hasPasskey])
    .where('p.token_hash', '=', hashOf(token))
    .where('p.expires_at', '>', now)
    .where('s.closed_at', 'is', null)
    .executeTakeFirst()
}

/** Of the member of staff `s`. */
export const hasPasskey = sql<boolean>`exists (select from passkeys k where k.staff_id = s.id)`.as('has_passkey')

/** Since when more than a password is asked of the member of staff `s`; null when nothing is. */
const protectedSince = sql<Date | null>`coalesce(f.enrolled_at, (select min(k.created_at) from passkeys k where k.staff_id = s.id))`

/**
 * Whether the member of staff `s` signs in with a second factor, always: who reads files of young people, or the accounts of a shop, wherever they
 * work. A till waits for nothing but its password; a guardian may go back to codes that come by mail.
 */
const proves = sql<boolean>`(not s.is_guardian and (s.partner_id is null or exists (
  select from shop_users_at_work w where w.id = s.id and not w.roles <@ array['cashier'])))`

/** The same of one of them. */
export const mustProve = async (db: Reader, staffId: number): Promise<boolean> =>
  (await db.selectFrom('staff as s').select(proves.as('proves')).where('s.id', '=', staffId).executeTakeFirstOrThrow()).proves

/** Their passkeys, in their places. */
export const passkeysOf = (db: Reader, staffId: number) =>
  db
    .selectFrom('passkeys')
    .select(['id', 'name', 'credential_id', 'public_key', 'counter', 'transports', 'created_at', 'used_at'])
    .where('staff_id', '=', staffId)
    .orderBy('place')
    .execute()

/** When a passkey was offered to them, as long as one may be made. */
export const passkeyOffer = async (db: Reader, now: Date, staffId: number): Promise<Date | undefined> =>
  (
    await db
      .selectFrom('second_factors')
      .select('passkey_offered_at')
      .where('staff_id', '=', staffId)
      .where('passkey_offered_at', '>', offeredSince(now))
      .$narrowType<{ passkey_offered_at: Date }>()
      .executeTakeFirst()
  )?.passkey_offered_at

/** What their phone may still scan. */
const offeredSecret = (now: Date) =>
  sql<Buffer | null>`case when f.offered_at > ${offeredSince(now)} then f.offered_secret_encrypted end`.as('offered_secret_encrypted')

/** How a member of staff signs in. */
export const securityOf = (db: Reader, now: Date, staffId: number) =>
  db
    .selectFrom('staff as s')
    .leftJoin('second_factors as f', 'f.staff_id', 's.id')
    .select(['s.email', 's.password_hash', 'f.enrolled_at', protectedSince.as('protected_since'), offeredSecret(now), proves.as('proves')])
    .select((eb) =>
      eb.selectFrom('recovery_codes as r').whereRef('r.staff_id', '=', 's.id').select(eb.fn.countAll<number>().as('n')).as('codes_left'),
    )
    .where('s.id', '=', staffId)
    .executeTakeFirstOrThrow()

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

export const STAFF_A_PAGE = 50

export interface StaffRow {
  id: number
  name: string
  email: string
  job_title: string | null
  kind: StaffKind
  /** Where they work, in words. */
  place: string
  region_roles: Role[] | null
  /** Of somebody of shops, at any of them. */
  shop_roles: ShopRole[] | null
  closed_at: Date | null
  has_password: boolean
  enrolled_at: Date | null
  seen_at: Date | null
  partner_id: number | null
  school_id: number | null
  /** When their second factor will be taken away, as an agent asked. */
  resets_at: Date | null
}

/** Whether whoever asked for the reset `r` of the account `s` could still ask for it: it does not outlive their power. */
export const isResetStillAsked = () => sql<boolean>`exists (
  select from staff_at_work a
  where a.id = r.asked_by and (
    a.region_roles && case when s.school_id is null then ${rolesThatManage('partner')}::text[] else ${rolesThatManage('school')}::text[] end
    or exists (
      select from users_at_work c join users_at_work w on w.partner_id = c.partner_id or w.school_id = c.school_id
      where c.id = a.id and c.roles && array['manager', 'head'] and w.id = s.id)
    and (select count(*) from users_at_work w where w.id = s.id) = 1))`

/** Who has asked for somebody's second factor to be reset, and when that happens. */
export const resetAskedOf = (db: Reader, staffId: number) =>
  db
    .selectFrom('second_factor_resets as r')
    .innerJoin('staff as a', 'a.id', 'r.asked_by')
    .select(['r.asked_by', 'r.takes_effect_at', 'a.name'])
    .where('r.staff_id', '=', staffId)
    .executeTakeFirstOrThrow()

/** Since when more than a password is asked of somebody, null when nothing is, and when that is to be reset. */
export interface Protection {
  since: Date | null
  resets_at: Date | null
}

export async function protectionOf(db: Reader, staffId: number): Promise<Protection> {
  const { rows } = await sql<Protection>`
    select ${protectedSince} as since, r.takes_effect_at as resets_at
    from staff s
    left join second_factors f on f.staff_id = s.id
    left join second_factor_resets r on r.staff_id = s.id and ${isResetStillAsked()}
    where s.id = ${staffId}`.execute(db)
  return found(rows[0])
}

const staffRows = (isIt: RawBuilder<unknown>) => sql<StaffRow>`
  select s.id, s.name, s.email, s.job_title, s.region_roles, e.shop_roles, s.partner_id, s.school_id, s.closed_at, i.at as seen_at, s.password_hash is not null as has_password, ${protectedSince} as enrolled_at,
    r.takes_effect_at as resets_at,
    case when s.partner_id is not null then 'partner' when s.school_id is not null then 'school' else 'agent' end as kind,
    coalesce(e.places, ${`Région ${OUR_REGION.name}`}::text) as place
  from staff s
  left join lateral (
    select string_agg(u.workplace_name || ' (' || u.number || ')', ', '
        order by u.partner_id is distinct from s.partner_id or u.school_id is distinct from s.school_id, u.added_at, u.workplace_id) as places,
      (select array_agg(distinct r order by r desc) from shop_users h, unnest(h.roles) r where h.id = s.id) as shop_roles
    from users_of_workplaces u where u.id = s.id and s.region_roles is null) e on true
  left join second_factors f on f.staff_id = s.id
  left join staff_sign_ins i on i.staff_id = s.id
  left join second_factor_resets r on r.staff_id = s.id and ${isResetStillAsked()}
  where not s.is_guardian and (${isIt})`

/** What their list may be sorted by; without being asked to, by where they work. */
export const STAFF_ORDERS = {
  lieu: ['closed_at is not null', 'kind', 'place', 'name', 'id'],
  nom: ['name', 'id'],
  adresse: ['lower(email)'],
} as const

/** One page of those who work with the scheme, by name, e-mail or place. */
export async function staffFound(
  db: Reader,
  { words, kind, kinds, page, order }: { words: string; kind: StaffKind | null; kinds: StaffKind[]; page: number; order: Order },
) {
  const like = sql`'%' || searchable(${words}) || '%'`
  const { rows } = await sql<StaffRow & { total: number }>`
    select *, count(*) over ()::integer as total
    from (${staffRows(sql`${words} = '' or searchable(concat_ws(' ', s.name, s.email, e.places)) like ${like}`)}) as members
    where kind = any(${kind ? kinds.filter((one) => one === kind) : kinds}::text[])
    order by ${inOrder(order)}
    limit ${STAFF_A_PAGE} offset ${(page - 1) * STAFF_A_PAGE}
  `.execute(db)
  return { rows, total: rows[0]?.total ?? 0 }
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

/** One of them, of a kind that the agent manages. */
export const staffMemberById = async (db: Reader, id: number, kinds: StaffKind[]): Promise<StaffRow> =>
  found((await staffRows(sql`s.id = ${id}`).execute(db)).rows.find(({ kind }) => kinds.includes(kind)))
