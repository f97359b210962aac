import { sql } from 'kysely'
import type { Tx } from '../../../platform/database/index.ts'

/**
 * Credits validated applications by their campaign's benefits: those named, or all of the campaign's with null.
 * One that is credited already stays as it is.
 * @returns how many wallets were credited
 */
export async function creditApplications(tx: Tx, input: { campaign_id: number; application_ids: number[] | null }): Promise<number> {
  const { campaign_id, application_ids } = input
  const { rows } = await sql<{ credited: number }>`
    select credit_applications(${campaign_id}, ${application_ids}::bigint[], ${tx.now}) as credited
  `.execute(tx)
  return rows[0]?.credited ?? 0
}
