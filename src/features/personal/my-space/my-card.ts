import { sql } from 'kysely'
import type { Reader } from '../../../platform/database/index.ts'
import { type ListedPrepayment, prepaymentsPage } from '../../money/prepayments/index.ts'
import { type GrantToCome, grantsToCome, type Wallet, walletsInOrder } from '../../money/wallets/index.ts'

interface MyCard {
  number: string
  /** The last campaign that its owner was validated for. */
  campaign_name: string | null
  /** What is wrong with its photo: it is not made until its owner sends another. */
  set_aside_reason: string | null
  wallets: Wallet[]
  grant_to_come: GrantToCome | null
  prepayments: { rows: ListedPrepayment[]; total: number }
}

/**
 * Somebody's live card, their wallets and one page of their prepayments, in one round trip: everybody opens this page on the same day,
 * and a round trip costs more than what it brings.
 */
export async function myCardOf(db: Reader, beneficiaryId: number, page: number, now: Date, lines?: number): Promise<MyCard | undefined> {
  const { rows } = await sql<MyCard>`
    select k.number, k.set_aside_reason, k.campaign_name,
      (
        select coalesce(json_agg(w), '[]') from (${walletsInOrder(beneficiaryId, now)}) w
      ) as wallets,
      (select row_to_json(g) from (${grantsToCome(beneficiaryId, now)}) g) as grant_to_come,
      ${prepaymentsPage(beneficiaryId, page, lines)} as prepayments
    from live_cards k
    where k.beneficiary_id = ${beneficiaryId}
  `.execute(db)
  return rows[0]
}
