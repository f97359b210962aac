import { sql } from 'kysely'
import type { Reader } from '../../../platform/database/index.ts'
import { ageOn, dayOf } from '../../../platform/dates.ts'
import { found } from '../../../platform/errors.ts'
import { hashOf } from '../../../platform/sessions.ts'
import type { Beneficiary, Guardian } from '../../../spaces/actors.ts'
import type { Consent } from './guardian.ts'

/** Who has not come of age by that instant. */
export const isMinorAt = (now: Date) => sql<boolean>`b.birth_date > ${dayOf(now)}::date - interval '18 years'`

/** A young person, as far as their guardians go. */
export const minorOf = (db: Reader, { id }: Pick<Beneficiary, 'id'>) =>
  db
    .selectFrom('open_accounts as b')
    .leftJoin('payment_alerts as p', 'p.beneficiary_id', 'b.id')
    .select(['b.id', 'b.first_name', 'b.last_name', 'b.birth_date', 'b.email', 'p.since as alerts_since'])
    .where('b.id', '=', id)
    .executeTakeFirstOrThrow()

/** Those whom a young person named and who may follow, or still could, in their places. */
export const guardiansOf = (db: Reader, { id }: Pick<Beneficiary, 'id'>) =>
  db
    .selectFrom('guardians as g')
    .leftJoin('staff_members as a', 'a.id', 'g.account_id')
    .select(['g.id', 'g.place', 'g.email', 'g.named_at', 'g.confirmed_at', 'g.account_id', 'a.name'])
    .where('g.beneficiary_id', '=', id)
    .where('g.ended_at', 'is', null)
    .orderBy('g.place')
    .execute()

/** Whether somebody is under 15 and has named nobody yet: they are asked to, and need not. */
export async function isGuardianAsked(db: Reader, { id, birth_date }: Beneficiary, now: Date): Promise<boolean> {
  // Hardly anybody: a home page asks the database nothing for all others.
  if (ageOn(birth_date, dayOf(now)) >= 15) return false
  const named = await db
    .selectFrom('guardians')
    .select('id')
    .where('beneficiary_id', '=', id)
    .where('ended_at', 'is', null)
    .limit(1)
    .executeTakeFirst()
  return named === undefined
}

/** What somebody under 15 asked to receive, and what was answered. */
export interface AskedConsent {
  consent: Consent
  asked_at: Date
  answer: 'given' | 'refused' | null
  answered_at: Date | null
  /** By which guardian, as their tie. */
  answered_by: number | null
}

export async function consentsAskedBy(db: Reader, beneficiaryId: number): Promise<AskedConsent[]> {
  const { rows } = await sql<AskedConsent>`
    select consent, asked_at, answer, answered_at, answered_by
    from consents_of_minors where beneficiary_id = ${beneficiaryId} order by consent
  `.execute(db)
  return rows
}

/** Whom a link that lives would confirm; undefined once it was used, is too old, or the young person is of age. */
export const tieByLink = (db: Reader, now: Date, token: string) =>
  db
    .selectFrom('guardians as g')
    .innerJoin('open_accounts as b', 'b.id', 'g.beneficiary_id')
    .select(['g.id', 'g.email', 'g.beneficiary_id', 'b.first_name', 'b.last_name'])
    .where('g.token_hash', '=', hashOf(token))
    .where('g.link_expires_at', '>', now)
    .where('g.ended_at', 'is', null)
    .where(isMinorAt(now))
    .executeTakeFirst()

export type TieByLink = NonNullable<Awaited<ReturnType<typeof tieByLink>>>

const followedBy = (db: Reader, now: Date, { id }: Guardian) =>
  db
    .selectFrom('guardians as g')
    .innerJoin('open_accounts as b', 'b.id', 'g.beneficiary_id')
    .leftJoin('payment_alerts as p', 'p.beneficiary_id', 'b.id')
    .select(['g.id', 'g.beneficiary_id', 'g.confirmed_at', 'b.first_name', 'b.last_name', 'b.birth_date', 'p.since as alerts_since'])
    .where('g.account_id', '=', id)
    .where('g.ended_at', 'is', null)
    .where(isMinorAt(now))

/** The minors whom a guardian follows, and for how many consents of each they are asked. */
export const minorsOf = (db: Reader, now: Date, guardian: Guardian) =>
  followedBy(db, now, guardian)
    .select((eb) =>
      eb
        .selectFrom('consents_of_minors as c')
        .whereRef('c.beneficiary_id', '=', 'g.beneficiary_id')
        .where('c.answer', 'is', null)
        .select((inner) => inner.fn.countAll<number>().as('n'))
        .as('asked'),
    )
    .orderBy('b.first_name')
    .orderBy('g.id')
    .execute()

/** One of them; a 404 for anybody else's. */
export const followedMinor = async (db: Reader, now: Date, guardian: Guardian, tieId: number) =>
  found(await followedBy(db, now, guardian).where('g.id', '=', tieId).executeTakeFirst())

export type FollowedMinor = Awaited<ReturnType<typeof followedMinor>>

/** Where somebody's card is: never its number. */
export interface CardState {
  made_at: Date | null
  shipped_at: Date | null
  opposed_at: Date | null
  set_aside_at: Date | null
}

export const cardStateOf = (db: Reader, beneficiaryId: number): Promise<CardState | undefined> =>
  db
    .selectFrom('cards_given')
    .select(['made_at', 'shipped_at', 'opposed_at', 'set_aside_at'])
    .where('beneficiary_id', '=', beneficiaryId)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
