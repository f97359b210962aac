import type { Tx } from '../../../platform/database/index.ts'
import { notifyEach } from '../../../platform/messages/notify.ts'
import type { Decider } from '../../../spaces/actors.ts'
import { deciderName } from '../../desks/decisions/index.ts'
import { lapseAbout } from '../../desks/two-people/index.ts'
import { decide } from '../card-applications/index.ts'
import { acceptanceElsewhere } from './elsewhere.ts'
import { applicationRefused } from './messages.ts'

/** Refuses applications for good, and says why. */
export async function refuseApplications(
  tx: Tx,
  decider: Decider,
  { fileNumbers, reason }: { fileNumbers: string[]; reason: string },
): Promise<void> {
  const refused = await decide(tx, decider, { fileNumbers, decision: 'refused', reason })
  await lapseAbout(tx, acceptanceElsewhere, fileNumbers)
  await notifyEach(
    tx,
    refused.map(({ beneficiary_id, situation }) => ({
      beneficiary_id,
      message: applicationRefused({ reason, situation, decider: deciderName(decider) }),
    })),
  )
}
