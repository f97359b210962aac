import { sql } from 'kysely'
import type { Reader } from '../../../platform/database/index.ts'
import { dayOf } from '../../../platform/dates.ts'
import type { Keys } from '../../../platform/encryption.ts'
import { isUnderOldKey } from '../../../platform/pins.ts'
import type { Beneficiary, PartnerUser } from '../../../spaces/actors.ts'
import type { Assent } from '../payments/index.ts'
import type { Asked } from './assent.ts'

/** What the owner of a card was asked from this checkout, the last time. */
export const askedAt = (db: Reader, { partner_id }: PartnerUser, checkoutId: string): Promise<Asked | undefined> =>
  db
    .selectFrom('assents')
    .select(['wallet_id', 'amount_cents', 'staff_id', 'expires_at', 'answered_at'])
    .select(sql<Assent | null>`way`.as('way'))
    .where('checkout_id', '=', checkoutId)
    .where('partner_id', '=', partner_id)
    .executeTakeFirst()

/** Whether the owner of a card has refused that shop today, or whoever asks, at another of theirs. */
export async function hasRefusedToday(db: Reader, { id, partner_id }: PartnerUser, beneficiaryId: number, now: Date): Promise<boolean> {
  const refused = await db
    .selectFrom('assents')
    .select('id')
    .where('beneficiary_id', '=', beneficiaryId)
    .where((eb) => eb.or([eb('partner_id', '=', partner_id), eb('staff_id', '=', id)]))
    .where('answered_at', 'is not', null)
    .where('way', 'is', null)
    .where('answered_at', '>=', sql<Date>`${dayOf(now)}::date::timestamp at time zone 'Europe/Paris'`)
    .limit(1)
    .executeTakeFirst()
  return refused !== undefined
}

const ofOwner = (db: Reader, { id }: Pick<Beneficiary, 'id'>) =>
  db
    .selectFrom('assents as a')
    .innerJoin('partner_directory as p', 'p.id', 'a.partner_id')
    .select(['a.id', 'a.amount_cents', 'a.expires_at', 'a.answered_at', 'p.name as partner_name', 'p.town'])
    .select(sql<Assent | null>`a.way`.as('way'))
    .where('a.beneficiary_id', '=', id)

/** What somebody is asked now, what ends first first: a part of a statement that asks for more. */
export const assentsAskedOf = (db: Reader, beneficiary: Pick<Beneficiary, 'id'>, now: Date) =>
  ofOwner(db, beneficiary).where('a.answered_at', 'is', null).where('a.expires_at', '>', now).orderBy('a.expires_at')

/** One of the things they were asked. */
export const assentOf = (db: Reader, beneficiary: Beneficiary, id: string) =>
  ofOwner(db, beneficiary).where('a.id', '=', id).executeTakeFirst()

/** What its owner reads of it. */
export type AskedOfOwner = Pick<
  NonNullable<Awaited<ReturnType<typeof assentOf>>>,
  'id' | 'amount_cents' | 'expires_at' | 'partner_name' | 'town'
>

/** What is kept of somebody's code, and since when they have one. */
export const paymentCodeOf = (db: Reader, beneficiaryId: number) =>
  db.selectFrom('payment_codes').select(['code_hash', 'chosen_at']).where('beneficiary_id', '=', beneficiaryId).executeTakeFirst()

/** How many codes are compared under a key before the newest. */
export async function paymentCodesUnderOldKeys(db: Reader, keys: Keys): Promise<number> {
  const { left } = await db
    .selectFrom('payment_codes')
    .select(({ fn }) => fn.countAll<number>().as('left'))
    .where(isUnderOldKey(keys, 'code_hash'))
    .executeTakeFirstOrThrow()
  return left
}
