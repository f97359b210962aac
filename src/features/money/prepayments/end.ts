import type { Tx } from '../../../platform/database/index.ts'
import type { Beneficiary } from '../../../spaces/actors.ts'
import type { State } from './prepayment.ts'

/** Whose prepayment is about to end: its owner's, or its partner's. */
type Whose = { beneficiary_id: number } | { partner_id: number }

/**
 * Locks a prepayment before anything is decided about it, and before its wallet: what ends it waits here, and finds
 * out how it ended.
 */
export async function lockPrepayment(tx: Tx, ticket: string, whose: Whose) {
  const row = await tx
    .selectFrom('prepayments as p')
    .innerJoin('partner_directory as s', 's.id', 'p.partner_id')
    .selectAll('p')
    .select('s.name as partner_name')
    .where('p.ticket', '=', ticket)
    .where((eb) => ('partner_id' in whose ? eb('p.partner_id', '=', whose.partner_id) : eb('p.beneficiary_id', '=', whose.beneficiary_id)))
    .forUpdate('p')
    .executeTakeFirst()
  return row && { ...row, state: row.state as State }
}

/** Locks all of somebody's pending prepayments, in the order in which wallets are locked. */
export const lockPending = (tx: Tx, beneficiary: Pick<Beneficiary, 'id'>) =>
  tx
    .selectFrom('prepayments')
    .select('ticket')
    .where('beneficiary_id', '=', beneficiary.id)
    .where('state', '=', 'pending')
    .orderBy('wallet_id')
    .orderBy('id')
    .forUpdate()
    .execute()

/** Whether this very form ended it already: sent twice, it answers as it did the first time. */
export async function wasEndedBy(tx: Tx, prepayment: { reservation_id: number }, requestId: string): Promise<boolean> {
  const line = await tx
    .selectFrom('journal_lines')
    .select('id')
    .where('request_id', '=', requestId)
    .where('follows_id', '=', prepayment.reservation_id)
    .executeTakeFirst()
  return line !== undefined
}

/** Writes down how it ended. The money was moved before, in the same transaction. */
export async function endPrepayment(tx: Tx, prepayment: { id: number }, state: Exclude<State, 'pending'>): Promise<void> {
  await tx.updateTable('prepayments').set({ state, ended_at: tx.now }).where('id', '=', prepayment.id).execute()
}
