import type { Tx } from '../../platform/database/index.ts'
import { notify } from '../../platform/messages/notify.ts'
import { decide } from './decide.ts'
import { applicationReturned, deciderName } from './messages.ts'
import type { Decider } from './queries.ts'

/** Gives applications back to be corrected, and says why. */
export async function returnApplications(
  tx: Tx,
  decider: Decider,
  { fileNumbers, reason }: { fileNumbers: string[]; reason: string },
): Promise<void> {
  const returned = await decide(tx, decider, { fileNumbers, decision: 'returned', reason })
  for (const { beneficiary_id, situation } of returned) {
    await notify(tx, beneficiary_id, applicationReturned({ reason, situation, decider: deciderName(decider) }))
  }
}
