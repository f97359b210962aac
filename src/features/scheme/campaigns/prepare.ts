import { record } from '../../../platform/audit.ts'
import type { Reader, Tx } from '../../../platform/database/index.ts'
import { found } from '../../../platform/errors.ts'
import type { Agent } from '../../../spaces/actors.ts'
import type { Aid, Benefits, Dates } from './campaign.ts'
import { facts } from './facts.ts'
import { aidOf, benefitsOf, latestCampaign } from './queries.ts'
import { mustHaveItsOwnName, rowOf, writeAid, writeBenefits } from './save.ts'

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
  const { id } = await tx.insertInto('campaigns').values(rowOf(campaign)).returning('id').executeTakeFirstOrThrow()
  await writeBenefits(tx, id, campaign)
  // The latest one may give no aid.
  if (campaign.bands.length > 0) await writeAid(tx, id, campaign)
  await record(tx, { at: tx.now, fact: facts['campaign.prepared'], staff_id: agent.id, details: { campaign_id: id, name: campaign.name } })
  return id
}
