import { record } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import { notify } from '../../../platform/messages/notify.ts'
import type { Agent } from '../../../spaces/actors.ts'
import { awaitingDecision } from './decide.ts'
import { transportOf } from './desk.ts'
import { aidDistanceChecked } from './desk-messages.ts'
import { facts } from './facts.ts'

interface Checked {
  number: string
  distance_m: number
  reason: string
}

/** Keeps the distance that an agent confirms or corrects, beside the one that was measured, and what it gives by the bands of its day. */
export async function checkDistance(tx: Tx, agent: Agent, { number, distance_m, reason }: Checked): Promise<void> {
  const request = await awaitingDecision(tx, agent, { number, to: 'accepted' })
  const transport_cents = transportOf(request, distance_m)
  await tx
    .updateTable('apprentice_aid_requests')
    .set({
      distance_checked_m: distance_m,
      distance_check_reason: reason,
      distance_checked_by: agent.id,
      distance_checked_at: tx.now,
      transport_cents,
    })
    .where('id', '=', request.id)
    .execute()
  await tx
    .insertInto('apprentice_aid_events')
    .values({ request_id: request.id, at: tx.now, event: 'distance-checked', staff_id: agent.id, reason })
    .execute()
  await record(tx, {
    at: tx.now,
    fact: facts['aid-request.distance-checked'],
    staff_id: agent.id,
    beneficiary_id: request.beneficiary_id,
    details: {
      request: request.id,
      before_m: request.distance_checked_m ?? request.distance_m,
      after_m: distance_m,
      before_cents: request.transport_cents,
      after_cents: transport_cents,
    },
  })
  await notify(tx, request.beneficiary_id, aidDistanceChecked({ number, reason, distance_m, transport_cents }))
}
