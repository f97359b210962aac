import { sql } from 'kysely'
import type { Tx } from '../../../platform/database/index.ts'
import type { Slice } from '../../../platform/database/slices.ts'
import type { ByTheClock } from '../../../spaces/actors.ts'

/**
 * Gives back to the Region what is left in the closed ones among the wallets after `after_id`.
 * What comes back later to a closed wallet (a prepayment that expires, a refund) leaves with the next round.
 * @returns the last wallet that was looked at, null at the end
 */
export async function closeWallets(tx: Tx, _clock: ByTheClock, input: { after_id: number }, slice: Slice): Promise<number | null> {
  const wallets = await tx
    .selectFrom('wallets')
    .select('id')
    .where('id', '>', input.after_id)
    .where(slice.mayTake('id'))
    .orderBy('id')
    .limit(slice.atMost)
    .execute()
  const [first] = slice.of(wallets)
  if (!first) return null
  const { rows } = await sql<{ last_id: number }>`
    select close_wallets(${first.id - 1}, ${wallets.length}, ${tx.now}) as last_id
  `.execute(tx)
  return rows[0]?.last_id ?? null
}
