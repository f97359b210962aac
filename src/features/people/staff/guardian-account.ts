import { sql } from 'kysely'
import type { Reader, Tx } from '../../../platform/database/index.ts'
import { forgetMessagesToStaff } from '../../../platform/messages/notify.ts'
import { closeAccounts } from './manage.ts'

/** Opens the account of a guardian, with the password that they chose; undefined when the address has one. */
export async function openGuardianAccount(
  tx: Tx,
  { name, email, hash }: { name: string; email: string; hash: string },
): Promise<number | undefined> {
  const added = await tx
    .insertInto('staff')
    .values({ name, email, password_hash: hash, is_guardian: true, opened_at: tx.now })
    .onConflict((conflict) => conflict.expression(sql`lower(email), is_guardian`).doNothing())
    .returning('id')
    .executeTakeFirst()
  return added?.id
}

/** The open account of a guardian of that address. */
export const guardianAccount = (db: Reader, email: string) =>
  db.selectFrom('guardian_accounts').select(['id', 'name', 'email']).where(sql`lower(email)`, '=', email.toLowerCase()).executeTakeFirst()

/** Forgets who these guardians were; how they signed in is forgotten by `forgetFactors`. Rows are left that say nothing of anybody, for the journal names them. */
export async function eraseGuardianAccounts(tx: Tx, ids: number[]): Promise<void> {
  if (ids.length === 0) return
  const these = sql<number>`any(${ids}::bigint[])`
  await closeAccounts(tx, ids)
  await tx
    .updateTable('staff')
    .set({ name: 'Compte effacé', email: sql`'efface-' || id`, password_hash: null })
    .where('id', '=', these)
    .where('is_guardian', '=', true)
    .execute()
  await forgetMessagesToStaff(tx, ids)
}
