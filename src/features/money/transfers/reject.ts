import { sql } from 'kysely'
import type { Tx } from '../../../platform/database/index.ts'
import type { Day } from '../../../platform/dates.ts'
import type { Agent } from '../../../spaces/actors.ts'
import { stopAccount } from '../../partners/bank-accounts/index.ts'
import { tellShops } from '../../partners/mails/index.ts'
import { reasonOf } from '../bank-files/index.ts'
import { sayLinesUnpaid } from '../settlements/index.ts'
import { transferRejected } from './messages.ts'
import { bySettlement, type Effect } from './transfer.ts'

/** A transfer that the bank has not made, or whose money has come back. */
export interface Rejected {
  id: number
  settlement_id: number
  partner_id: number
  attempt: number
  number: string
  amount_cents: number
  was_paid: boolean
  bank_account_id: number | null
  code: string | null
  words: string | null
  said_on: Day | null
  partner_name: string
}

/** The transfers that an answer rejects, locked. */
export async function rejectedIn(tx: Tx, answerId: number, effect: Extract<Effect, 'rejected' | 'asks'>): Promise<Rejected[]> {
  const { rows } = await sql<Rejected>`
    select t.id, t.settlement_id, t.partner_id, t.attempt, t.number, t.amount_cents, t.state = 'paid' as was_paid, t.bank_account_id, l.code, l.words,
      l.said_on, p.name as partner_name
    from bank_answer_lines l
    join transfers t on t.id = l.transfer_id
    join partner_directory p on p.id = t.partner_id
    where l.answer_id = ${answerId} and l.effect = ${effect} and t.state in ('sent', 'paid')
    order by t.id
    for update of t
  `.execute(tx)
  return rows
}

/**
 * Notes that transfers are rejected. Each sum is due again, under a new number, once two people say so, and once another account is usable where
 * the payee has to give one: the file that rejects is brought by one person, and nothing proves that a bank has written it.
 */
export async function rejectTransfers(tx: Tx, agent: Agent, rejected: Rejected[], answer_id: number): Promise<void> {
  if (rejected.length === 0) return
  const told = rejected.map((transfer) => ({ ...transfer, reason: reasonOf(transfer.code, transfer.words) }))
  const rows = told.map(({ id, code, said_on, reason, ...transfer }) => ({
    ...{ id, code, said_on, settlement_id: transfer.settlement_id, partner_id: transfer.partner_id, attempt: transfer.attempt + 1 },
    ...{ amount_cents: transfer.amount_cents, words: reason.words },
  }))
  await sql`
    with said as (
      select * from json_to_recordset(${JSON.stringify(rows)}) as r (id bigint, code text, said_on date, settlement_id integer, partner_id integer,
        attempt integer, amount_cents bigint, words text)
    )
    update transfers t
    set state = 'rejected', answered_at = ${tx.now}, answered_on = s.said_on, answer_id = ${answer_id}, code = s.code, words = s.words
    from said s where t.id = s.id
  `.execute(tx)
  await sql`
    insert into transfers (settlement_id, partner_id, attempt, amount_cents, needs_agreement)
    select r.settlement_id, r.partner_id, r.attempt, r.amount_cents, true
    from json_to_recordset(${JSON.stringify(rows)}) as r (settlement_id integer, partner_id integer, attempt integer,
      amount_cents bigint)
    order by r.settlement_id, r.partner_id
  `.execute(tx)
  const unpaid = rejected.filter(({ was_paid }) => was_paid)
  for (const [settlement_id, lines] of bySettlement(unpaid))
    await sayLinesUnpaid(tx, { settlement_id, partner_ids: lines.map(({ partner_id }) => partner_id), by: agent })
  await askForOtherAccounts(
    tx,
    agent,
    told.filter(({ reason }) => reason.acts === 'payee'),
  )
}

/** The shop is told why, and no transfer goes to that account any more. */
async function askForOtherAccounts(tx: Tx, agent: Agent, told: (Rejected & { reason: { words: string } })[]): Promise<void> {
  await tellShops(
    tx,
    told.map(({ partner_id, number, amount_cents, partner_name, reason }) => ({
      partner_id,
      kind: 'transfer',
      message: transferRejected({ number, amount_cents, partner_name, reason: reason.words }),
    })),
  )
  const accounts = new Map(told.map(({ bank_account_id, reason }) => [bank_account_id, reason.words]))
  for (const [bank_account_id, words] of accounts)
    if (bank_account_id !== null) await stopAccount(tx, agent, { bank_account_id, words: `La banque dit : ${words}.` })
}
