import { sql } from 'kysely'
import type { Reader } from '../../../platform/database/index.ts'
import type { AtWorkplaces } from '../../../spaces/actors.ts'
import type { SchoolRole } from '../../../spaces/school-roles.ts'
import type { ShopRole } from '../../../spaces/shop-roles.ts'
import { type Chief, isAt } from '../staff/index.ts'

/** What a chief of that kind lets somebody do. */
type RoleOf<At extends Chief> = At extends { kind: 'partner' } ? ShopRole : SchoolRole

const users = <At extends Chief>(db: Reader, chief: At) =>
  db
    .selectFrom('users_of_workplaces as w')
    .select(['w.id', 'w.name', 'w.email', 'w.is_invited', 'w.seen_at', 'w.account_closed_at', 'w.refunds_up_to_cents'])
    .select(sql<RoleOf<At>[]>`w.roles`.as('roles'))
    .select((eb) => eb.fn.coalesce('w.closed_at', 'w.account_closed_at').as('closed_at'))
    .where(isAt(chief))

/** Everybody of the shop or of the school that a chief rules, those who left last. */
export const usersOf = <At extends Chief>(db: Reader, chief: At) =>
  users(db, chief)
    .orderBy((eb) => eb(eb.fn.coalesce('w.closed_at', 'w.account_closed_at'), 'is not', null))
    .orderBy('w.name')
    .orderBy('w.id')
    .execute()

/** One of them; nobody of another. */
export const userOf = <At extends Chief>(db: Reader, chief: At, id: number) => users(db, chief).where('w.id', '=', id).executeTakeFirst()

/** Where somebody works now. */
export const ownWorkplaces = (db: Reader, { id }: Pick<AtWorkplaces, 'id'>) =>
  db
    .selectFrom('users_at_work')
    .select(['workplace_id', 'partner_id', 'school_id', 'workplace_name', 'number', 'roles'])
    .where('id', '=', id)
    .orderBy('workplace_name')
    .orderBy('workplace_id')
    .execute()
