import { sql } from 'kysely'
import type { Tx } from '../../../platform/database/index.ts'
import type { Thawed } from '../wallets/index.ts'

/** Gives to the pending prepayments of wallets that are thawed the days that they were held: those that had not expired before. */
export async function prolongPrepayments(tx: Tx, thawed: Thawed[]): Promise<void> {
  await sql`
    update prepayments p set expires_on = p.expires_on + t.days_back
    from json_to_recordset(${JSON.stringify(thawed)}) as t (wallet_id bigint, frozen_on date, days_back integer)
    where p.wallet_id = t.wallet_id and p.state = 'pending' and p.expires_on >= t.frozen_on
  `.execute(tx)
}
