import type { Tx } from '../../../platform/database/index.ts'
import { notifyEach } from '../../../platform/messages/notify.ts'
import type { Decider } from '../../../spaces/actors.ts'
import { deciderName } from '../../desks/decisions/index.ts'
import { lapseAbout } from '../../desks/two-people/index.ts'
import { decide } from '../card-applications/index.ts'
import { acceptanceElsewhere } from './elsewhere.ts'
import { applicationReturned } from './messages.ts'

/** Gives applications back to be corrected, and says why. */
export async function returnApplications(
  tx: Tx,
  decider: Decider,
  { fileNumbers, reason }: { fileNumbers: string[]; reason: string },
): Promise<void> {
  const returned = await decide(tx, decider, { fileNumbers, decision: 'returned', reason })
  await lapseAbout(tx, acceptanceElsewhere, fileNumbers)
  await notifyEach(
    tx,
    returned.map(({ beneficiary_id, situation }) => ({
      beneficiary_id,
      message: applicationReturned({ reason, situation, decider: deciderName(decider) }),
    })),
  )
}
