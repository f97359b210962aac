import { record } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import { found } from '../../../platform/errors.ts'
import type { Agent } from '../../../spaces/actors.ts'
import type { KeyDateInput } from '../content/index.ts'
import { facts } from './facts.ts'

/**
 * Adds a date to remember of a campaign, or changes one.
 * @returns its id
 */
export async function saveKeyDate(tx: Tx, agent: Agent, { id, input }: { id: number | null; input: KeyDateInput }): Promise<number> {
  const { label, day, campaignId, concerns } = input
  found(await tx.selectFrom('campaign_calendar').select('id').where('id', '=', campaignId).executeTakeFirst())
  const row = {
    campaign_id: campaignId,
    day,
    label,
    concerns,
    published_from: input.publishedFrom,
    published_until: input.publishedUntil,
  }
  const saved = found(
    id === null
      ? await tx.insertInto('key_dates').values(row).returning('id').executeTakeFirst()
      : await tx.updateTable('key_dates').set(row).where('id', '=', id).returning('id').executeTakeFirst(),
  )
  const fact = id === null ? facts['key-date.added'] : facts['key-date.changed']
  await record(tx, { at: tx.now, fact, staff_id: agent.id, details: { key_date: saved.id, label, day } })
  return saved.id
}
