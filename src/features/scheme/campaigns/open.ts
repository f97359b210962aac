import { record } from '../../../platform/audit.ts'
import type { Reader, Tx } from '../../../platform/database/index.ts'
import type { Slice } from '../../../platform/database/slices.ts'
import type { Day } from '../../../platform/dates.ts'
import type { ByTheClock } from '../../../spaces/actors.ts'
import { creditApplications } from '../../money/wallets/index.ts'
import { facts } from './facts.ts'
import { applicationsToCredit } from './queries.ts'

/** The campaigns whose first day has come. */
export const campaignsToOpen = (db: Reader, today: Day) =>
  db.selectFrom('campaigns').select('id').where('starts_on', '<=', today).where('opened_at', 'is', null).orderBy('id').execute()

/**
 * Opens a campaign: the applications that were validated before are credited, some at a time. As long as one of them cannot be, it stays
 * to be opened.
 * @returns false when there is nothing left to do
 */
export async function openCampaign(tx: Tx, _clock: ByTheClock, { id }: { id: number }, slice: Slice): Promise<boolean> {
  const campaign = await tx
    .selectFrom('campaigns')
    .select('id')
    .where('id', '=', id)
    .where('opened_at', 'is', null)
    .forUpdate()
    .executeTakeFirst()
  if (!campaign) return false
  const applications = slice.of(await applicationsToCredit(tx, campaign.id, slice))
  const application_ids = applications.map((application) => application.id)
  if (application_ids.length > 0 && (await creditApplications(tx, { campaign_id: campaign.id, application_ids })) > 0) return true
  if (slice.isWithoutSome) return false
  await tx.updateTable('campaigns').set({ opened_at: tx.now }).where('id', '=', campaign.id).execute()
  await record(tx, { at: tx.now, fact: facts['campaign.opened'], details: { campaign_id: campaign.id } })
  return true
}
