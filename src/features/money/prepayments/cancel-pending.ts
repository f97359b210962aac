import type { Tx } from '../../../platform/database/index.ts'
import { releaseEach } from '../wallets/index.ts'

/**
 * Cancels all that is set aside in some wallets, which the Region takes back: the money is in them again.
 * @returns what was cancelled, of each
 */
export async function cancelPendingOf(tx: Tx, walletIds: number[]): Promise<{ wallet_id: number; amount_cents: number }[]> {
  if (walletIds.length === 0) return []
  const pending = await tx
    .selectFrom('prepayments')
    .select(['id', 'reservation_id', 'wallet_id', 'partner_id', 'amount_cents'])
    .where('wallet_id', 'in', walletIds)
    .where('state', '=', 'pending')
    .orderBy('wallet_id')
    .orderBy('id')
    .forUpdate()
    .execute()
  if (pending.length === 0) return []
  await releaseEach(
    tx,
    'cancellation',
    pending.map(({ id: _, ...line }) => line),
  )
  const ids = pending.map(({ id }) => id)
  await tx.updateTable('prepayments').set({ state: 'cancelled', ended_at: tx.now }).where('id', 'in', ids).execute()
  return pending
}
