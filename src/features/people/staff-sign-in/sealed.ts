import { sql } from 'kysely'
import type { Reader } from '../../../platform/database/index.ts'
import type { Keys } from '../../../platform/encryption.ts'
import { sealedColumn } from '../../../platform/resealing.ts'
import { boundTo } from './second-factor.ts'

/** What the room keeps encrypted: the secrets of phones. */
export const sealed = ['secret_encrypted', 'offered_secret_encrypted'].map((column) =>
  sealedColumn({ table: 'second_factors', id: 'staff_id', column, boundTo }),
)

/** How many recovery codes are compared under a key before the newest. */
export async function codesUnderOldKeys(db: Reader, { fingerprints }: Keys): Promise<number> {
  const { left } = await db
    .selectFrom('recovery_codes')
    .select(({ fn }) => fn.countAll<number>().as('left'))
    .where(sql<boolean>`substring(code_hash from 1 for 4) <> ${fingerprints.newest.mark}`)
    .executeTakeFirstOrThrow()
  return left
}
