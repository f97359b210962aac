import type { Db } from '../../platform/database/index.ts'
import type { Day } from '../../platform/dates.ts'
import { UserError } from '../../platform/errors.ts'

export { lastSchoolYear, schoolYear } from './campaign.ts'

/**
 * The campaign whose applications are open that day: the latest one.
 * @throws UserError `campaign.none` before the first.
 */
export async function currentCampaign(db: Db, day: Day) {
  const campaign = await db
    .selectFrom('campaigns')
    .selectAll()
    .where('applications_open_on', '<=', day)
    .orderBy('applications_open_on', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!campaign)
    throw new UserError('campaign.none', 'Les demandes de carte ne sont pas encore ouvertes. Revenez plus tard.', { status: 409 })
  return campaign
}

/** What a rule gives in a campaign, in cents, with the words that say why. */
export const benefitOf = (db: Db, campaignId: number, rule: string) =>
  db
    .selectFrom('benefits')
    .leftJoin('wallet_kinds', 'wallet_kinds.code', 'benefits.wallet_kind')
    .select(['benefits.rule', 'benefits.label', 'benefits.amount_cents', 'wallet_kinds.label as wallet_label'])
    .where('campaign_id', '=', campaignId)
    .where('rule', '=', rule)
    .executeTakeFirstOrThrow()
