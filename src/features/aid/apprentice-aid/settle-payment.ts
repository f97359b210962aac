import { recordOfEach } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import { notify } from '../../../platform/messages/notify.ts'
import type { Agent } from '../../../spaces/actors.ts'
import type { State } from './aid.ts'
import { facts } from './facts.ts'
import { forgetAid } from './forget.ts'
import { aidPaid, aidPutOff, aidRejectedByBank } from './payment-messages.ts'

/** Says that the bank has made these transfers. */
export async function markPaid(tx: Tx, agent: Agent, requestIds: number[]): Promise<void> {
  const settled = await settle(tx, agent, { requestIds, from: ['in-payment'], state: 'paid', event: 'paid', reason: null })
  await notify(tx, ownersOf(settled), aidPaid())
  await forgetClosed(tx, settled)
}

/** Says that the bank has rejected these transfers, or that their money came back, and why: their owners are asked for other bank details. */
export async function markRejected(tx: Tx, agent: Agent, rejected: { request_id: number; reason: string }[]): Promise<void> {
  for (const [reason, ids] of Map.groupBy(rejected, ({ reason }) => reason)) {
    const requestIds = ids.map(({ request_id }) => request_id)
    const settled = await settle(tx, agent, { requestIds, from: SENT, state: 'rejected-by-bank', event: 'rejected-by-bank', reason })
    for (const { beneficiary_id, number } of settled) await notify(tx, beneficiary_id, aidRejectedByBank({ number, reason }))
    await forgetClosed(tx, settled)
  }
}

/** Says that the money of these transfers came back, through no fault of their owners: they are to be made again, to the same account. */
export async function markBack(tx: Tx, agent: Agent, requestIds: number[]): Promise<void> {
  await settle(tx, agent, { requestIds, from: ['paid'], state: 'in-payment', event: 'came-back', reason: null })
}

/** Puts these requests back among those to pay: their batch is cancelled. */
export async function takeOutOfPayment(
  tx: Tx,
  agent: Agent,
  { requestIds, reason }: { requestIds: number[]; reason: string },
): Promise<void> {
  const settled = await settle(tx, agent, { requestIds, from: ['in-payment'], state: 'accepted', event: 'taken-out-of-payment', reason })
  await notify(tx, ownersOf(settled), aidPutOff())
  await forgetClosed(tx, settled)
}

const ownersOf = (settled: { beneficiary_id: number }[]): number[] => settled.map(({ beneficiary_id }) => beneficiary_id)

const SENT: State[] = ['in-payment', 'paid']

interface Settlement {
  requestIds: number[]
  from: State[]
  state: 'paid' | 'rejected-by-bank' | 'accepted' | 'in-payment'
  event: 'paid' | 'rejected-by-bank' | 'taken-out-of-payment' | 'came-back'
  reason: string | null
}

async function settle(tx: Tx, agent: Agent, { requestIds, from, state, event, reason }: Settlement) {
  if (requestIds.length === 0) return []
  const settled = await tx
    .updateTable('apprentice_aid_requests')
    .set({ state, bank_details_rejected: state === 'rejected-by-bank' })
    .where('id', 'in', requestIds)
    .where('state', 'in', from)
    .returning(['id', 'beneficiary_id', 'number'])
    .execute()
  if (settled.length !== new Set(requestIds).size) throw new Error('A request of this batch is not in payment.')
  await tx
    .insertInto('apprentice_aid_events')
    .values(settled.map(({ id }) => ({ request_id: id, at: tx.now, event, staff_id: agent.id, reason })))
    .execute()
  await recordOfEach(tx, ownersOf(settled), { at: tx.now, fact: facts[`aid-request.${event}` as const], staff_id: agent.id })
  return settled
}

/** Closed while the transfer was at the bank, an account has kept what the bank needed until now. */
async function forgetClosed(tx: Tx, settled: { beneficiary_id: number }[]): Promise<void> {
  const ids = ownersOf(settled)
  if (ids.length === 0) return
  const closed = await tx.selectFrom('closed_accounts').select('id').where('id', 'in', ids).execute()
  for (const { id } of closed) await forgetAid(tx, { id })
}
