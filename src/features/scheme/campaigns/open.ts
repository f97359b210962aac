import { record } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import { dayOf } from '../../../platform/dates.ts'
import type { ByTheClock } from '../../../spaces/actors.ts'
import { creditApplications } from '../../money/wallets/index.ts'
import { facts } from './facts.ts'
import { applicationsToCredit } from './queries.ts'

/** So many that one statement stays short. */
const CREDITED_AT_ONCE = 5000

/**
 * Opens the campaigns whose first day has come: the applications that were validated before are credited, some at a time.
 * @returns false when there is nothing left to do
 */
export async function openCampaigns(tx: Tx, _clock: ByTheClock): Promise<boolean> {
  const campaign = await tx
    .selectFrom('campaigns')
    .select('id')
    .where('starts_on', '<=', dayOf(tx.now))
    .where('opened_at', 'is', null)
    .orderBy('id')
    .limit(1)
    .forUpdate()
    .executeTakeFirst()
  if (!campaign) return false
  const application_ids = await applicationsToCredit(tx, campaign.id, CREDITED_AT_ONCE)
  if (application_ids.length > 0 && (await creditApplications(tx, { campaign_id: campaign.id, application_ids })) > 0) return true
  await tx.updateTable('campaigns').set({ opened_at: tx.now }).where('id', '=', campaign.id).execute()
  await record(tx, { at: tx.now, fact: facts['campaign.opened'], details: { campaign_id: campaign.id } })
  return true
}
