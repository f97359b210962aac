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
 * Opens a campaign: the applications that were validated before are credited, some at a time, those after `afterId`. As long as one of them
 * cannot be, it stays to be opened.
 * @returns the last that was credited; null when there is nothing left to do
 */
export async function openCampaign(
  tx: Tx,
  _clock: ByTheClock,
  { id, afterId }: { id: number; afterId: number },
  slice: Slice,
): Promise<number | null> {
  const campaign = await tx
    .selectFrom('campaigns')
    .select('id')
    .where('id', '=', id)
    .where('opened_at', 'is', null)
    .forUpdate()
    .executeTakeFirst()
  if (!campaign) return null
  const applications = slice.of(await applicationsToCredit(tx, { id, afterId }, slice))
  const application_ids = applications.map((application) => application.id)
  const last = application_ids.at(-1)
  if (last !== undefined && (await creditApplications(tx, { campaign_id: campaign.id, application_ids })) > 0) return last
  // Once more from the first: some were validated meanwhile.
  if (afterId > 0) return 0
  if (slice.isWithoutSome) return null
  await tx.updateTable('campaigns').set({ opened_at: tx.now }).where('id', '=', campaign.id).execute()
  await record(tx, { at: tx.now, fact: facts['campaign.opened'], details: { campaign_id: campaign.id } })
  return 0
}
