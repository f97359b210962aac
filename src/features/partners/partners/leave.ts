import { sql } from 'kysely'
import type { Tx } from '../../../platform/database/index.ts'
import { found } from '../../../platform/errors.ts'

/** A partner that is to leave takes no new prepayment. @returns its name, and whether it did until now */
export async function beginLeaving(tx: Tx, id: number): Promise<{ name: string; accepted_prepayments: boolean }> {
  const row = await tx.selectFrom('partners').select(['name', 'accepts_prepayments']).where('id', '=', id).forUpdate().executeTakeFirst()
  const { name, accepts_prepayments: accepted_prepayments } = found(row)
  await setPrepayments(tx, id, false)
  return { name, accepted_prepayments }
}

/** One that does not leave after all takes prepayments as before. Whether it is open does not change. */
export const stayAfterAll = (tx: Tx, { id, accepted_prepayments }: { id: number; accepted_prepayments: boolean }): Promise<void> =>
  setPrepayments(tx, id, accepted_prepayments)

async function setPrepayments(tx: Tx, id: number, accepts_prepayments: boolean): Promise<void> {
  await tx.updateTable('partners').set({ accepts_prepayments }).where('id', '=', id).execute()
}

/** Partners whose last day is over: they are not found, and take nothing new. */
export async function leave(tx: Tx, ids: number[]): Promise<void> {
  await tx.updateTable('partners').set({ active: false }).where('id', '=', sql<number>`any(${ids}::integer[])`).execute()
}
