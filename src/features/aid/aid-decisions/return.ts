import type { Tx } from '../../../platform/database/index.ts'
import { notify } from '../../../platform/messages/notify.ts'
import type { Decider } from '../../../spaces/actors.ts'
import { deciderName } from '../../desks/decisions/index.ts'
import { lapseAbout } from '../../desks/two-people/index.ts'
import { awaitingDecision, writeDecision } from '../apprentice-aid/index.ts'
import { ACCEPTANCE_BY_TWO } from './accept.ts'
import { aidReturned } from './messages.ts'

/** Gives a request back to be corrected, and says why. */
export async function returnRequest(tx: Tx, decider: Decider, { number, reason }: { number: string; reason: string }): Promise<void> {
  const request = await awaitingDecision(tx, decider, { number, to: 'returned' })
  await writeDecision(tx, decider, { request, to: 'returned', reason })
  await lapseAbout(tx, ACCEPTANCE_BY_TWO, [number])
  await notify(tx, request.beneficiary_id, aidReturned({ number, reason, decider: deciderName(decider) }))
}
