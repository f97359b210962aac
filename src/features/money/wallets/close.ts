import { sql } from 'kysely'
import type { Tx } from '../../../platform/database/index.ts'
import type { ByTheClock } from '../../../spaces/actors.ts'

/**
 * Gives back to the Region what is left in the closed ones among the 5,000 wallets after `after_id`.
 * What comes back later to a closed wallet (a prepayment that expires, a refund) leaves with the next round.
 * @returns the last wallet that was looked at, null at the end
 */
export async function closeWallets(tx: Tx, _clock: ByTheClock, input: { after_id: number }): Promise<number | null> {
  const { rows } = await sql<{ last_id: number | null }>`
    select close_wallets(${input.after_id}, 5000, ${tx.now}) as last_id
  `.execute(tx)
  return rows[0]?.last_id ?? null
}
