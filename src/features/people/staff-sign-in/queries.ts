import { sql } from 'kysely'
import type { Reader } from '../../../platform/database/index.ts'
import { found } from '../../../platform/errors.ts'
import { type Pending, pendingOf, rolesThatManage } from '../staff/index.ts'
import { offeredSince } from './second-factor.ts'

/** Somebody whose password was right, whose code is awaited, and what they have to give. */
export interface PendingSignIn extends Pending {
  enrolled_at: Date | null
  has_passkey: boolean
  /** Where the codes of a guardian go by SMS, who has nothing else. */
  code_phone: string | null
  offered_secret_encrypted: Buffer | null
}

/** Whether the code that is awaited is sent, by SMS or by mail: a guardian's, who has neither an application nor a passkey. */
export const isSent = ({
  is_guardian,
  enrolled_at,
  has_passkey,
}: Pick<PendingSignIn, 'is_guardian' | 'enrolled_at' | 'has_passkey'>): boolean => is_guardian && enrolled_at === null && !has_passkey

/** What a browser's pending sign-in is about, as long as it lives. */
export async function pendingSignIn(db: Reader, now: Date, token: string | undefined): Promise<PendingSignIn | undefined> {
  const pending = await pendingOf(db, now, token)
  return pending && { ...pending, ...(await meansOf(db, now, pending.staff_id)) }
}

/** What a member of staff has besides a password. */
export const meansOf = (db: Reader, now: Date, staffId: number) =>
  db
    .selectFrom('staff_members as s')
    .leftJoin('second_factors as f', 'f.staff_id', 's.id')
    .select(['f.enrolled_at', 'f.code_phone', offeredSecret(now), hasPasskey])
    .where('s.id', '=', staffId)
    .executeTakeFirstOrThrow()

/** Of the member of staff `s`. */
const hasPasskey = sql<boolean>`exists (select from passkeys k where k.staff_id = s.id)`.as('has_passkey')

/** Since when more than a password is asked of the member of staff `s`; null when nothing is. */
const protectedSince = sql<Date | null>`coalesce(f.enrolled_at, f.code_phone_at, (select min(k.created_at) from passkeys k where k.staff_id = s.id))`

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
    .selectFrom('staff_members as s')
    .leftJoin('second_factors as f', 'f.staff_id', 's.id')
    .select(['s.email', 'f.enrolled_at', 'f.code_phone', protectedSince.as('protected_since'), offeredSecret(now)])
    .select((eb) =>
      eb.selectFrom('recovery_codes as r').whereRef('r.staff_id', '=', 's.id').select(eb.fn.countAll<number>().as('n')).as('codes_left'),
    )
    .where('s.id', '=', staffId)
    .executeTakeFirstOrThrow()

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
    .innerJoin('staff_members as a', 'a.id', 'r.asked_by')
    .select(['r.asked_by', 'r.takes_effect_at', 'a.name'])
    .where('r.staff_id', '=', staffId)
    .executeTakeFirstOrThrow()

/** Since when more than a password is asked of somebody, null when nothing is, and when that is to be reset. */
export interface Protection {
  since: Date | null
  resets_at: Date | null
}

/** The same of everybody, by `id`: a query, for those who list accounts. */
export const protections = () => sql`
  select s.id, ${protectedSince} as since, r.takes_effect_at as resets_at
  from staff_members s
  left join second_factors f on f.staff_id = s.id
  left join second_factor_resets r on r.staff_id = s.id and ${isResetStillAsked()}`

export async function protectionOf(db: Reader, staffId: number): Promise<Protection> {
  const { rows } = await sql<Protection>`select since, resets_at from (${protections()}) p where p.id = ${staffId}`.execute(db)
  return found(rows[0])
}
