import { sql } from 'kysely'
import type { Tx } from '../../../platform/database/index.ts'
import type { Day } from '../../../platform/dates.ts'
import type { Agent } from '../../../spaces/actors.ts'
import { sayAidsRejected, sayAidsUnpaid } from '../../aid/aid-payments/index.ts'
import { type Reason, reasonOf } from '../../money/bank-files/index.ts'
import { sayLinesUnpaid } from '../../money/settlements/index.ts'
import { stopAccount } from '../../partners/bank-accounts/index.ts'
import { tellShops } from '../../partners/mails/index.ts'
import { transferRejected } from './messages.ts'
import { bySource, type Effect, type PaidLine } from './transfer.ts'

/** A transfer that the bank has not made, or whose money has come back. */
export interface Rejected extends PaidLine {
  id: number
  attempt: number
  number: string
  amount_cents: number
  was_paid: boolean
  bank_account_id: number | null
  code: string | null
  words: string | null
  said_on: Day | null
  name: string
}

/** The transfers that an answer rejects, locked. */
export async function rejectedIn(tx: Tx, answerId: number, effect: Extract<Effect, 'rejected' | 'asks'>): Promise<Rejected[]> {
  const { rows } = await sql<Rejected>`
    select t.id, t.settlement_id, t.partner_id, t.aid_batch_id, t.aid_request_id, t.attempt, t.number, t.amount_cents, t.state = 'paid' as was_paid, t.bank_account_id, l.code, l.words,
      l.said_on, p.name
    from bank_answer_lines l
    join transfers t on t.id = l.transfer_id
    join payees_of_transfers p on p.transfer_id = t.id
    where l.answer_id = ${answerId} and l.effect = ${effect} and t.state in ('sent', 'paid')
    order by t.id
    for update of t
  `.execute(tx)
  return rows
}

type Told = Rejected & { reason: Reason }

/** An apprentice gives another account: their aid joins a later batch. A shop's line stays in its settlement. */
const joinsALaterBatch = ({ aid_batch_id, reason }: Told): boolean => aid_batch_id !== null && reason.acts === 'payee'

/**
 * Notes that transfers are rejected. Each sum is due again, under a new number, once two people say so, and once another account is usable where
 * the payee has to give one: the file that rejects is brought by one person, and nothing proves that a bank has written it.
 */
export async function rejectTransfers(tx: Tx, agent: Agent, rejected: Rejected[], answer_id: number): Promise<void> {
  if (rejected.length === 0) return
  const told = rejected.map((transfer) => ({ ...transfer, reason: reasonOf(transfer.code, transfer.words) }))
  const rows = told.map(({ id, code, said_on, reason }) => ({ id, code, said_on, words: reason.words }))
  await sql`
    update transfers t
    set state = 'rejected', answered_at = ${tx.now}, answered_on = s.said_on, answer_id = ${answer_id}, code = s.code, words = s.words
    from json_to_recordset(${JSON.stringify(rows)}) as s (id bigint, code text, said_on date, words text)
    where t.id = s.id
  `.execute(tx)
  const again = told.filter((transfer) => !joinsALaterBatch(transfer))
  await payAnew(tx, again, { needs_agreement: true })
  const unpaid = bySource(again.filter(({ was_paid }) => was_paid))
  for (const [settlement_id, lines] of unpaid.settlements)
    await sayLinesUnpaid(tx, { settlement_id, partner_ids: lines.map(({ partner_id }) => partner_id), by: agent })
  for (const [batch_id, lines] of unpaid.batches)
    await sayAidsUnpaid(tx, agent, { batch_id, request_ids: lines.map(({ aid_request_id }) => aid_request_id) })
  for (const [batch_id, lines] of bySource(told.filter(joinsALaterBatch)).batches)
    await sayAidsRejected(tx, agent, {
      batch_id,
      rejected: lines.map(({ aid_request_id, reason }) => ({ request_id: aid_request_id, reason: reason.words })),
    })
  const ofShops = told.filter((transfer): transfer is OfShop => transfer.partner_id !== null && transfer.reason.acts === 'payee')
  await askForOtherAccounts(tx, agent, ofShops)
}

/** What takes the place of transfers that are over, one number further. What a bank said was paid all the same waits for two people in any case. */
export async function payAnew(tx: Tx, over: { id: number }[], { needs_agreement }: { needs_agreement: boolean }): Promise<void> {
  await sql`
    insert into transfers (settlement_id, partner_id, aid_batch_id, aid_request_id, attempt, amount_cents, needs_agreement)
    select t.settlement_id, t.partner_id, t.aid_batch_id, t.aid_request_id, t.attempt + 1, t.amount_cents, ${needs_agreement}::boolean or exists (
      select from transfers o join bank_answer_lines l on l.transfer_id = o.id and l.effect = 'contradicts'
      where o.settlement_id = t.settlement_id and o.partner_id = t.partner_id or o.aid_request_id = t.aid_request_id)
    from transfers t where t.id = any (${over.map(({ id }) => id)}::bigint[])
    order by t.settlement_id, t.partner_id, t.aid_batch_id, t.aid_request_id
  `.execute(tx)
}

type OfShop = Told & { partner_id: number }

/** The shop is told why, and no transfer goes to that account any more. */
async function askForOtherAccounts(tx: Tx, agent: Agent, told: OfShop[]): Promise<void> {
  await tellShops(
    tx,
    told.map(({ partner_id, number, amount_cents, name, reason }) => ({
      partner_id,
      kind: 'transfer',
      message: transferRejected({ number, amount_cents, partner_name: name, reason: reason.words }),
    })),
  )
  const accounts = new Map(told.map(({ bank_account_id, reason }) => [bank_account_id, reason.words]))
  for (const [bank_account_id, words] of accounts)
    if (bank_account_id !== null) await stopAccount(tx, agent, { bank_account_id, words: `La banque dit : ${words}.` })
}
