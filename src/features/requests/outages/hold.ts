import { sql } from 'kysely'
import type { Tx } from '../../../platform/database/index.ts'
import { frenchMinute } from '../../../platform/dates.ts'
import { UserError } from '../../../platform/errors.ts'

/** Until the transaction ends nobody of a school begins to decide, and those who have begun are waited for. */
export async function holdSchools(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('outages'), 0)`.execute(tx)
}

/**
 * What a school does itself, it does while the Region does not decide in its place; whoever begins to take it over waits until this is over.
 * @throws UserError 409 `school.taken-over`
 */
export async function mustDecideItself(tx: Tx, { school_id }: { school_id: number }): Promise<void> {
  await sql`select pg_advisory_xact_lock_shared(hashtext('outages'), 0)`.execute(tx)
  const taken = await tx.selectFrom('schools_taken_over').select('taken_at').where('school_id', '=', school_id).executeTakeFirst()
  if (!taken) return
  const sentence = `La Région décide à la place de votre établissement depuis le ${frenchMinute(taken.taken_at)} : vous pouvez lire les demandes, et vous serez prévenu quand elles seront de nouveau à vous.`
  throw new UserError('school.taken-over', sentence, { status: 409 })
}
