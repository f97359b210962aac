import { sql } from 'kysely'
import type { Reader } from '../../../platform/database/index.ts'
import type { AtSchools, SchoolUser } from '../../../spaces/actors.ts'
import type { SchoolRole } from '../../../spaces/school-roles.ts'

const users = (db: Reader, { school_id }: SchoolUser) =>
  db
    .selectFrom('school_users')
    .select(['id', 'name', 'email', 'is_invited', 'seen_at', 'account_closed_at'])
    .select(sql<SchoolRole[]>`roles`.as('roles'))
    .select(sql<Date | null>`coalesce(closed_at, account_closed_at)`.as('closed_at'))
    .where('school_id', '=', school_id)

/** Everybody of the head's own school, those who left last. */
export const usersOf = (db: Reader, head: SchoolUser) =>
  users(db, head)
    .orderBy((eb) => eb(eb.fn.coalesce('closed_at', 'account_closed_at'), 'is not', null))
    .orderBy('name')
    .orderBy('id')
    .execute()

export type User = Awaited<ReturnType<typeof usersOf>>[number]

/** One of them; nobody of another school. */
export const userOf = (db: Reader, head: SchoolUser, id: number): Promise<User | undefined> =>
  users(db, head).where('id', '=', id).executeTakeFirst()

export const uaiOf = async (db: Reader, { school_id }: SchoolUser): Promise<string> =>
  (await db.selectFrom('school_directory').select('uai').where('id', '=', school_id).executeTakeFirstOrThrow()).uai

/** The schools where somebody works now. */
export const ownSchools = (db: Reader, { id }: Pick<AtSchools, 'id'>) =>
  db
    .selectFrom('school_users_at_work')
    .select(['school_id', 'school_name', 'uai'])
    .select(sql<SchoolRole[]>`roles`.as('roles'))
    .where('id', '=', id)
    .orderBy('school_name')
    .orderBy('school_id')
    .execute()
