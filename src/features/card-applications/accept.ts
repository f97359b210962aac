import type { Tx } from '../../platform/database/index.ts'
import { notify } from '../../platform/messages/notify.ts'
import { giveCard } from '../cards/index.ts'
import { creditApplications } from '../wallets/index.ts'
import { decide } from './decide.ts'
import { applicationValidated, deciderName } from './messages.ts'
import type { Decider } from './queries.ts'

/**
 * Says that these pupils and apprentices are enrolled, or that somebody is who they say: wallets are credited and cards exist, at once.
 * Those who are neither get no card and no wallet.
 */
export async function acceptApplications(tx: Tx, decider: Decider, { fileNumbers }: { fileNumbers: string[] }): Promise<void> {
  const accepted = await decide(tx, decider, { fileNumbers, decision: 'validated', reason: null })
  for (const [campaign_id, applications] of Map.groupBy(accepted, (application) => application.campaign_id)) {
    await creditApplications(tx, { campaign_id, application_ids: applications.map(({ id }) => id) })
  }
  for (const { beneficiary_id, photo_file_id, situation, amount_cents, benefit_label, given_before } of accepted) {
    if (situation !== 'neither') await giveCard(tx, { beneficiary_id, photo_file_id: photo_file_id as string })
    const validated = { situation, amount_cents, benefit_label, given_before, decider: deciderName(decider) }
    await notify(tx, beneficiary_id, applicationValidated(validated))
  }
}
