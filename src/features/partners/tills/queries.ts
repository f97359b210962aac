import { sql } from 'kysely'
import type { Reader } from '../../../platform/database/index.ts'
import type { Keys } from '../../../platform/encryption.ts'
import { type Limit, triesIn } from '../../../platform/limits.ts'
import { isUnderOldKey } from '../../../platform/pins.ts'
import { liveSince } from '../../../platform/sessions.ts'
import type { PartnerUser, Till } from '../../../spaces/actors.ts'
import { type ShopRole, shopRolesThatMay } from '../../../spaces/shop-roles.ts'
import { atOneTill, ofOneCashier } from './pin-limits.ts'

/** Everybody of a shop who takes payments, and whether they have a PIN. */
const cashiers = (db: Reader, partnerId: number) =>
  db
    .selectFrom('shop_users_at_work as f')
    .leftJoin('till_pins as p', 'p.staff_id', 'f.id')
    .select(['f.id', 'f.name', 'f.email', 'p.pin_hash', 'p.chosen_at'])
    .where('f.partner_id', '=', partnerId)
    .where('f.roles', '&&', sql<ShopRole[]>`${shopRolesThatMay('till.take')}::text[]`)

/** Who may come to a till, by name; those without a PIN last. Of two with one name, the label says which. */
export const cashiersOf = async (
  db: Reader,
  { partner_id }: { partner_id: number },
): Promise<{ id: number; name: string; label: string; hasPin: boolean }[]> => {
  const rows = await cashiers(db, partner_id)
    .orderBy((eb) => eb('p.staff_id', 'is', null))
    .orderBy('f.name')
    .orderBy('f.id')
    .execute()
  const isAlone = (name: string) => rows.filter((row) => row.name === name).length === 1
  return rows.map(({ id, name, email, chosen_at }) => ({
    ...{ id, name, hasPin: chosen_at !== null },
    label: isAlone(name) ? name : `${name} (${email})`,
  }))
}

/** One of them, with what is kept of their PIN; nobody of another shop. */
export const cashierOf = (db: Reader, { partner_id }: { partner_id: number }, id: number) =>
  cashiers(db, partner_id).where('f.id', '=', id).executeTakeFirst()

/** Since when somebody has a PIN. */
export const pinOf = (db: Reader, { id }: { id: number }) =>
  db.selectFrom('till_pins').select('chosen_at').where('staff_id', '=', id).executeTakeFirst()

/** The tills of a manager's shop that are open now, the last one opened first. */
export const openTills = (db: Reader, { partner_id }: PartnerUser, now: Date) =>
  db
    .selectFrom('open_sessions as s')
    .innerJoin('shop_users_at_work as o', (join) => join.onRef('o.id', '=', 's.staff_id').onRef('o.workplace_id', '=', 's.workplace_id'))
    .leftJoin('shop_users_at_work as c', (join) => join.onRef('c.id', '=', 's.cashier_id').onRef('c.partner_id', '=', 'o.partner_id'))
    .select(['s.id', 's.till_name', 's.device', 's.created_at', 's.cashier_seen_at', 'o.name as opened_by', 'c.name as cashier'])
    .where('o.partner_id', '=', partner_id)
    .where('s.till_name', 'is not', null)
    .where('s.created_at', '>', liveSince(now).opened)
    .orderBy('s.created_at', 'desc')
    .orderBy('s.id', 'desc')
    .execute()

export type OpenTill = Awaited<ReturnType<typeof openTills>>[number]

/** Whose PIN is locked, and at which of these tills. */
export async function lockedAt(db: Reader, manager: PartnerUser, tills: readonly OpenTill[], now: Date) {
  const people = await cashiersOf(db, manager)
  const pairs = tills.flatMap((till) => people.map((cashier) => ({ till, cashier, limit: atOneTill(till.id, cashier.id) })))
  const everywhere = people.map(({ id }) => ({ id, limit: ofOneCashier(id) }))
  const limits: Limit[] = [...pairs, ...everywhere].map(({ limit }) => limit)
  const tries = await triesIn(db, limits, now)
  const isReached = (limit: Limit) => (tries[limits.indexOf(limit)] ?? 0) >= limit.max
  const lockedEverywhere = new Set(everywhere.filter(({ limit }) => isReached(limit)).map(({ id }) => id))
  return pairs.filter(({ limit, cashier }) => lockedEverywhere.has(cashier.id) || isReached(limit))
}

/** How many PINs are compared under a key before the newest. */
export async function pinsUnderOldKeys(db: Reader, keys: Keys): Promise<number> {
  const { left } = await db
    .selectFrom('till_pins')
    .select(({ fn }) => fn.countAll<number>().as('left'))
    .where(isUnderOldKey(keys, 'pin_hash'))
    .executeTakeFirstOrThrow()
  return left
}

/** The managers of that shop: who is told of its tills. */
export const managersOf = async (db: Reader, { partner_id }: Pick<Till, 'partner_id'>): Promise<number[]> => {
  const rows = await db
    .selectFrom('shop_users_at_work')
    .select('id')
    .where('partner_id', '=', partner_id)
    .where('roles', '@>', sql<ShopRole[]>`array['manager']`)
    .execute()
  return rows.map(({ id }) => id)
}
