import { sql } from 'kysely'
import type { Tx } from '../../../platform/database/index.ts'
import type { Day } from '../../../platform/dates.ts'

/** Nothing pays from these wallets any more, and nothing leaves them. */
export async function freezeWallets(tx: Tx, walletIds: number[]): Promise<void> {
  await sql`select freeze_wallets(${walletIds}::bigint[], ${tx.now})`.execute(tx)
}

/** A wallet that pays again. */
export interface Thawed {
  wallet_id: number
  frozen_on: Day
  days_back: number
  /** The last day that it has now. */
  last_day: Day
}

/** Thaws those of the wallets that no freeze holds any more; they get back the days that they were held. */
export async function thawWallets(tx: Tx, walletIds: number[]): Promise<Thawed[]> {
  const { rows } = await sql<Thawed>`select * from thaw_wallets(${walletIds}::bigint[], ${tx.now})`.execute(tx)
  return rows
}
