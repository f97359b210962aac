import { record } from '../../../platform/audit.ts'
import type { Reader, Tx } from '../../../platform/database/index.ts'
import { found } from '../../../platform/errors.ts'
import type { Agent } from '../../../spaces/actors.ts'
import type { Aid, Benefits, Dates } from './campaign.ts'
import { facts } from './facts.ts'
import { aidOf, benefitsOf, latestCampaign } from './queries.ts'
import { mustHaveItsOwnName, writeAid, writeBenefits } from './save.ts'

/** All that a campaign is made of. */
export type NewCampaign = Dates & Benefits & Aid

/** A campaign with these dates, which gives what the latest one gives. */
export async function nextOf(db: Reader, dates: Dates): Promise<NewCampaign> {
  const latest = found(await latestCampaign(db))
  return { ...dates, ...(await benefitsOf(db, latest.id)), ...(await aidOf(db, latest.id)) }
}

/** Makes a campaign: it opens by itself when its days come. */
export async function prepareCampaign(tx: Tx, agent: Agent, campaign: NewCampaign): Promise<number> {
  await mustHaveItsOwnName(tx, campaign.name, null)
  const { id } = await tx
    .insertInto('campaigns')
    .values({
      name: campaign.name,
      applications_open_on: campaign.applicationsOpenOn,
      starts_on: campaign.startsOn,
      schools_begin_on: campaign.schoolsBeginOn,
      prepayments_expire_on: campaign.prepaymentsExpireOn,
      ends_on: campaign.endsOn,
      closing_reminder_days: campaign.reminderDays,
      refund_days: campaign.refundDays,
      invitation_days: campaign.invitationDays,
      withdrawal_hours: campaign.withdrawalHours,
      enrolment_acceptance: campaign.enrolmentAcceptance,
      card_number_daily_cap_cents: campaign.dailyCap,
      assent_above_cents: campaign.assentAbove,
      sms_from_cents: campaign.smsFrom,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  await writeBenefits(tx, id, campaign)
  // The latest one may give no aid.
  if (campaign.bands.length > 0) await writeAid(tx, id, campaign)
  await record(tx, { at: tx.now, fact: facts['campaign.prepared'], staff_id: agent.id, details: { campaign_id: id, name: campaign.name } })
  return id
}
