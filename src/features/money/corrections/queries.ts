import { sql } from 'kysely'
import type { Reader } from '../../../platform/database/index.ts'
import type { Day } from '../../../platform/dates.ts'
import { found, UserError } from '../../../platform/errors.ts'
import type { Kind } from '../wallets/index.ts'

/**
 * A form that was sent, agreed to and done does nothing when it is sent again.
 * @throws UserError `correction.done`
 */
export async function mustBeNew(db: Reader, requestId: string): Promise<void> {
  const posted = await db.selectFrom('journal_lines').select('id').where('request_id', '=', requestId).executeTakeFirst()
  if (!posted) return
  const sentence = 'Ce formulaire a déjà servi, et ce qu’il demandait est fait. Rechargez la page pour en demander une autre.'
  throw new UserError('correction.done', sentence, { status: 409 })
}

/** A wallet that is about to be corrected, with whose it is; 404 once their account is closed. */
export const walletToAdjust = async (db: Reader, id: number) =>
  found(
    await db
      .selectFrom('wallets_held as w')
      .innerJoin('open_accounts as b', 'b.id', 'w.beneficiary_id')
      .innerJoin('campaign_calendar as c', 'c.id', 'w.campaign_id')
      .select(['w.id', 'w.label', 'w.beneficiary_id', 'w.balance_cents', 'w.reserved_cents', 'w.granted_cents', 'w.closes_on'])
      .select(['c.name as campaign_name', 'b.first_name', 'b.last_name'])
      .where('w.id', '=', id)
      .executeTakeFirst(),
  )

/** A payment or a redeemed prepayment that is about to be cancelled. */
interface ToCancel {
  id: number
  at: Date
  amount_cents: number
  left_cents: number
  wallet_id: number
  wallet_label: string
  balance_cents: number
  closes_on: Day
  beneficiary_id: number
  first_name: string
  last_name: string
  partner_id: number
  partner_code: string
  partner_name: string
  /** The settlement that paid its partner for it; null as long as none did. */
  settlement_id: number | null
}

/** The payment with what is left of it, whose it was, and whether its partner was paid for it. */
export async function paymentToCancel(db: Reader, id: number): Promise<ToCancel> {
  const { rows } = await sql<ToCancel>`
    select t.id, t.at, t.amount_cents, t.left_cents, t.wallet_id, w.label as wallet_label, w.balance_cents, w.closes_on, t.beneficiary_id,
      b.first_name, b.last_name, t.partner_id, p.code as partner_code, p.name as partner_name,
      (
        select l.paid_in from settled_amounts l
        where l.partner_id = t.partner_id and l.last_transaction_id >= t.id
        order by l.last_transaction_id, l.settlement_id limit 1
      ) as settlement_id
    from takings t
    join wallets_held w on w.id = t.wallet_id
    join people b on b.id = t.beneficiary_id
    join partner_directory p on p.id = t.partner_id
    where t.id = ${id} and t.kind in ('payment', 'redemption')
  `.execute(db)
  return found(rows[0])
}

/** What somebody owes still, with whose it is; 404 once their account is closed. */
export const debtToWaive = async (db: Reader, id: number) =>
  found(
    await db
      .selectFrom('debts_owed as d')
      .innerJoin('open_accounts as b', 'b.id', 'd.beneficiary_id')
      .innerJoin('wallets_held as w', 'w.id', 'd.wallet_id')
      .innerJoin('campaign_calendar as c', 'c.id', 'w.campaign_id')
      .select(['d.id', 'd.beneficiary_id', 'd.owed_cents', 'd.deducted_cents', 'd.left_cents', 'd.at'])
      .select(['w.label', 'c.name as campaign_name', 'b.first_name', 'b.last_name'])
      .where('d.id', '=', id)
      .executeTakeFirst(),
  )

/** The wallets of whoever has that file or card number. */
export const walletsNumbered = (db: Reader, number: string) =>
  db
    .selectFrom('numbers_given as n')
    .innerJoin('open_accounts as b', 'b.id', 'n.beneficiary_id')
    .innerJoin('wallets_held as w', 'w.beneficiary_id', 'b.id')
    .innerJoin('campaign_calendar as c', 'c.id', 'w.campaign_id')
    .select(['w.id', 'w.label', 'w.balance_cents', 'w.closes_on', 'c.name as campaign_name', 'b.first_name', 'b.last_name'])
    .where('n.number', '=', number)
    .orderBy('w.closes_on', 'desc')
    .orderBy('w.id', 'desc')
    .execute()

/** Whether that is a payment's number. */
export const paymentNumbered = (db: Reader, number: string) =>
  db.selectFrom('takings').select('id').where('id', '=', Number(number)).where('kind', 'in', ['payment', 'redemption']).executeTakeFirst()

export const CORRECTIONS_A_PAGE = 20

/** One page of the corrections that were made, the newest first, and how many there are in all. */
export async function correctionsMade(db: Reader, page: number) {
  const rows = await db
    .selectFrom('corrections_made as c')
    .innerJoin('staff_members as s', 's.id', 'c.asked_by')
    .innerJoin('staff_members as a', 'a.id', 'c.agreed_by')
    .select(['c.transaction_id', 'c.at', 'c.reason', 'c.comment', 'c.amount_cents', 's.name as asked_by_name', 'a.name as agreed_by_name'])
    .select([sql<Kind>`c.kind`.as('kind'), sql<number>`count(*) over ()`.as('total')])
    .orderBy('c.transaction_id', 'desc')
    .limit(CORRECTIONS_A_PAGE)
    .offset((page - 1) * CORRECTIONS_A_PAGE)
    .execute()
  return { rows, total: rows[0]?.total ?? 0 }
}

const LISTED_AT_MOST = 50

/** What somebody owes since a validation was withdrawn, the newest first. */
export const debtsOf = (db: Reader, beneficiaryId: number) =>
  db
    .selectFrom('debts_owed as d')
    .innerJoin('wallets_held as w', 'w.id', 'd.wallet_id')
    .innerJoin('campaign_calendar as c', 'c.id', 'w.campaign_id')
    .select(['d.id', 'd.at', 'd.owed_cents', 'd.deducted_cents', 'd.left_cents', 'd.waived_at', 'w.label', 'c.name as campaign_name'])
    .where('d.beneficiary_id', '=', beneficiaryId)
    .orderBy('d.id', 'desc')
    .limit(LISTED_AT_MOST)
    .execute()
