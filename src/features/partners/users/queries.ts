import { sql } from 'kysely'
import type { Reader } from '../../../platform/database/index.ts'
import type { PartnerUser } from '../../../spaces/actors.ts'
import type { ShopRole } from '../../../spaces/shop-roles.ts'

const users = (db: Reader, { partner_id }: PartnerUser) =>
  db
    .selectFrom('staff_members')
    .select(['id', 'name', 'email', 'refunds_up_to_cents', 'is_invited', 'seen_at', 'closed_at'])
    .select(sql<ShopRole[]>`partner_roles`.as('roles'))
    .where('partner_id', '=', partner_id)

/** Everybody of the manager's own shop, those who left last. */
export const usersOf = (db: Reader, manager: PartnerUser) =>
  users(db, manager)
    .orderBy((eb) => eb('closed_at', 'is not', null))
    .orderBy('name')
    .orderBy('id')
    .execute()

export type User = Awaited<ReturnType<typeof usersOf>>[number]

/** One of them; nobody of another shop. */
export const userOf = (db: Reader, manager: PartnerUser, id: number): Promise<User | undefined> =>
  users(db, manager).where('id', '=', id).executeTakeFirst()

export const codeOf = async (db: Reader, { partner_id }: PartnerUser): Promise<string> =>
  (await db.selectFrom('partner_directory').select('code').where('id', '=', partner_id).executeTakeFirstOrThrow()).code
