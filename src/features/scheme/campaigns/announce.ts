import type { Tx } from '../../../platform/database/index.ts'
import type { Slice } from '../../../platform/database/slices.ts'
import { dayOf } from '../../../platform/dates.ts'
import { notify } from '../../../platform/messages/notify.ts'
import type { ByTheClock } from '../../../spaces/actors.ts'
import { campaignOpen } from './messages.ts'
import { openOn, toRenew } from './queries.ts'

/**
 * Tells the next ones of those whose request of the campaign before has ended that this one is open. How far it went is written with what
 * was said: nobody is told twice.
 * @returns how many were told
 */
export async function announceCampaign(tx: Tx, _clock: ByTheClock, slice: Slice): Promise<number> {
  const today = dayOf(tx.now)
  const campaign = await openOn(tx, today).forUpdate().executeTakeFirst()
  if (!campaign || campaign.announced_at || campaign.ends_on < today) return 0
  const people = slice.of(await toRenew(tx, campaign, today, slice)).map(({ id }) => id)
  await notify(tx, people, campaignOpen(campaign))
  await tx
    .updateTable('campaigns')
    .set({ announced_to: people.at(-1) ?? campaign.announced_to, announced_at: people.length < slice.atMost ? tx.now : null })
    .where('id', '=', campaign.id)
    .execute()
  return people.length
}
