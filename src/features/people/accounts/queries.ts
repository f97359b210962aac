import { type RawBuilder, sql } from 'kysely'
import type { Reader } from '../../../platform/database/index.ts'
import type { Day } from '../../../platform/dates.ts'
import { hashOf } from '../../../platform/sessions.ts'

/** What signing in and choosing a password need to know of somebody. */
export interface Account {
  id: number
  first_name: string
  last_name: string
  printed_first_name: string
  printed_last_name: string
  birth_date: Day
  password_hash: string | null
  former_password_hashes: string[]
  /** The one that was mailed last, as long as it is good: none once a password was chosen. */
  temporary_password_hash: string | null
  numbers: string[]
}

async function accountWhere(db: Reader, now: Date, isIt: RawBuilder<unknown>): Promise<Account | undefined> {
  const { rows } = await sql<Account>`
    select b.id, b.first_name, b.last_name, b.printed_first_name, b.printed_last_name, b.birth_date, p.password_hash,
      coalesce(p.former_password_hashes, '{}') as former_password_hashes,
      (
        select t.password_hash from temporary_passwords t
        where t.beneficiary_id = b.id and t.expires_at > ${now} and p.password_hash is null
      ) as temporary_password_hash,
      array(select number from numbers_given where beneficiary_id = b.id) as numbers
    from open_accounts b
    left join passwords p on p.beneficiary_id = b.id
    where ${isIt}
  `.execute(db)
  return rows[0]
}

/** By a file number, or by the number of the live card. */
export const accountByNumber = (db: Reader, now: Date, number: string) =>
  accountWhere(db, now, sql`b.id in (select beneficiary_id from numbers_given where number = ${number} and signs_in)`)

export const accountById = (db: Reader, now: Date, id: number) => accountWhere(db, now, sql`b.id = ${id}`)

/** Whose password a link sent by mail may change, as long as it lives. */
export const accountByResetToken = (db: Reader, now: Date, token: string) =>
  accountWhere(
    db,
    now,
    sql`b.id = (select beneficiary_id from password_resets where token_hash = ${hashOf(token)} and expires_at > ${now})`,
  )

/** The number that its owner was last given to sign in with. */
export async function latestFileNumber(db: Reader, beneficiaryId: number): Promise<string> {
  const { file_number } = await db
    .selectFrom('latest_applications')
    .select('file_number')
    .where('beneficiary_id', '=', beneficiaryId)
    .executeTakeFirstOrThrow()
  return file_number
}

/** Whether they have chosen a password of their own. */
export async function isActive(db: Reader, beneficiaryId: number): Promise<boolean> {
  const chosen = await db.selectFrom('passwords').select('beneficiary_id').where('beneficiary_id', '=', beneficiaryId).executeTakeFirst()
  return chosen !== undefined
}
