import type { Tx } from '../../../platform/database/index.ts'
import { notify } from '../../../platform/messages/notify.ts'
import type { Agent } from '../../../spaces/actors.ts'
import { lapseAbout } from '../../desks/two-people/index.ts'
import { awaitingDecision, writeDistance } from '../apprentice-aid/index.ts'
import { ACCEPTANCE_BY_TWO } from './accept.ts'
import { transportOf } from './grounds.ts'
import { aidDistanceChecked } from './messages.ts'

interface Checked {
  number: string
  distance_m: number
  reason: string
}

/** Keeps the distance that an agent confirms or corrects, beside the one that was measured, and what it gives by the bands of its day. */
export async function checkDistance(tx: Tx, agent: Agent, { number, distance_m, reason }: Checked): Promise<void> {
  const request = await awaitingDecision(tx, agent, { number, to: 'accepted' })
  const transport_cents = transportOf(request, distance_m)
  await writeDistance(tx, agent, { request, distance_m, transport_cents, reason })
  // Who was about to agree saw another distance.
  await lapseAbout(tx, ACCEPTANCE_BY_TWO, [number])
  await notify(tx, request.beneficiary_id, aidDistanceChecked({ number, reason, distance_m, transport_cents }))
}
