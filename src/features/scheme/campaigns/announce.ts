import type { Tx } from '../../../platform/database/index.ts'
import { dayOf } from '../../../platform/dates.ts'
import { notify } from '../../../platform/messages/notify.ts'
import type { ByTheClock } from '../../../spaces/actors.ts'
import { campaignOpen } from './messages.ts'
import { openOn, toRenew } from './queries.ts'

/** So few at a time that a password asked for meanwhile does not wait behind 250,000 messages. */
const TOLD_AT_ONCE = 2000

/**
 * Tells the next ones of those whose request of the campaign before has ended that this one is open. How far it went is written with what
 * was said: nobody is told twice.
 * @returns how many were told
 */
export async function announceCampaign(tx: Tx, _clock: ByTheClock): Promise<number> {
  const today = dayOf(tx.now)
  const campaign = await openOn(tx, today).forUpdate().executeTakeFirst()
  if (!campaign || campaign.announced_at || campaign.ends_on < today) return 0
  const people = await toRenew(tx, campaign, today, TOLD_AT_ONCE)
  await notify(tx, people, campaignOpen(campaign))
  await tx
    .updateTable('campaigns')
    .set({ announced_to: people.at(-1) ?? campaign.announced_to, announced_at: people.length < TOLD_AT_ONCE ? tx.now : null })
    .where('id', '=', campaign.id)
    .execute()
  return people.length
}
