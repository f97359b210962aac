import { type RawBuilder, sql } from 'kysely'
import type { Reader } from '../../../platform/database/index.ts'
import type { Beneficiary } from '../../../spaces/actors.ts'
import type { Receipt } from './receipt.ts'

/** What the receipt of one of this beneficiary's lines says. */
export const receiptOfLine = (db: Reader, beneficiary: Beneficiary, transaction: number) =>
  receiptWhere(db, beneficiary, sql`t.id = ${transaction}`)

/** The same, of the line that set a prepayment's money aside. */
export const receiptOfTicket = (db: Reader, beneficiary: Beneficiary, ticket: string) =>
  receiptWhere(db, beneficiary, sql`t.id = (select reservation_id from prepayments_made where ticket = ${ticket})`)

async function receiptWhere(db: Reader, beneficiary: Beneficiary, isIt: RawBuilder<unknown>): Promise<Receipt | undefined> {
  const { rows } = await sql<Receipt>`
    select t.id as transaction_id, t.kind, t.channel, t.at, t.amount_cents, t.balance_after_cents, w.label as wallet_label,
      p.ticket, p.state as prepayment_state, p.expires_on,
      s.name as partner_name, s.postcode as partner_postcode, s.town as partner_town, b.printed_last_name as last_name, b.printed_first_name as first_name, b.address,
      (select number from cards_given where beneficiary_id = b.id order by opposed_at desc nulls first limit 1) as card_number
    from journal_lines t
    join wallets_held w on w.id = t.wallet_id
    join open_accounts b on b.id = t.beneficiary_id
    left join partner_directory s on s.id = t.partner_id
    left join prepayments_made p on p.reservation_id = case t.kind when 'reservation' then t.id else t.follows_id end
    where t.beneficiary_id = ${beneficiary.id} and ${isIt}
  `.execute(db)
  return rows[0]
}
