import { record } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import { frenchMinute } from '../../../platform/dates.ts'
import { UserError } from '../../../platform/errors.ts'
import { stateInWords } from './aid.ts'
import { type Decision, mayDecide } from './desk.ts'
import { type Decider, requestToDecide, type ToDecide } from './desk-queries.ts'
import { EVENT_OF } from './events.ts'
import { facts } from './facts.ts'
import { historyOf } from './queries.ts'

/**
 * The request, locked, if that school or agent may take that decision on it now.
 * @throws UserError 404 when it is not theirs, 409 `aid.decided` when it does not wait for them
 */
export async function awaitingDecision(tx: Tx, decider: Decider, { number, to }: { number: string; to: Decision }): Promise<ToDecide> {
  const request = await requestToDecide(tx, decider, number)
  if (mayDecide(decider.kind, request.state, to)) return request
  const last = (await historyOf(tx, request.id)).findLast(({ staff_name }) => staff_name)
  const by = last ? ` Dernière décision : ${last.staff_name}, le ${frenchMinute(last.at)}.` : ''
  const sentence = `Cette demande n’attend pas cette décision. Son état : « ${stateInWords(request.state).label} ».${by}`
  throw new UserError('aid.decided', sentence, { status: 409 })
}

/** Writes a decision on a request that waits for it, with who took it and why. */
export async function writeDecision(
  tx: Tx,
  decider: Decider,
  { request, to, reason }: { request: { id: number; beneficiary_id: number }; to: Decision; reason: string | null },
): Promise<void> {
  const isLastWord = to !== 'awaiting-region'
  await tx
    .updateTable('apprentice_aid_requests')
    .set({ state: to, ...(isLastWord ? { decided_at: tx.now } : { school_accepted_at: tx.now }) })
    .where('id', '=', request.id)
    .execute()
  await tx
    .insertInto('apprentice_aid_events')
    .values({ request_id: request.id, at: tx.now, event: EVENT_OF[to], staff_id: decider.id, reason })
    .execute()
  await record(tx, {
    at: tx.now,
    fact: facts[`aid-request.${EVENT_OF[to]}` as const],
    staff_id: decider.id,
    beneficiary_id: request.beneficiary_id,
    details: { request: request.id },
  })
}
