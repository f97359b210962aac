import { record } from '../../../platform/audit.ts'
import { brokenConstraint, type Reader, type Tx } from '../../../platform/database/index.ts'
import { found, UserError } from '../../../platform/errors.ts'
import type { Agent } from '../../../spaces/actors.ts'
import { facts } from './facts.ts'

/** Past how many something is noticed, and past how many a mail says so. */
export interface Threshold {
  kind: string
  noticed: number
  mailed: number
}

/** Every threshold, by its kind. */
export async function thresholds(db: Reader): Promise<Map<string, Threshold>> {
  const rows = await db.selectFrom('vigilance_thresholds').select(['kind', 'noticed', 'mailed']).execute()
  return new Map(rows.map((row) => [row.kind, row]))
}

/** The threshold of a kind. */
export const thresholdOf = async (db: Reader, kind: string): Promise<Threshold> => found((await thresholds(db)).get(kind))

export const mailedBeforeNoticed = () =>
  new UserError('threshold.mailed', 'Un mail ne peut pas partir avant que ce soit remarqué : indiquez un nombre égal ou plus grand.', {
    field: 'mailed',
  })

/** Changes a threshold: two administrators did. */
export async function saveThreshold(tx: Tx, agent: Agent, { kind, noticed, mailed }: Threshold): Promise<void> {
  const before = await thresholdOf(tx, kind)
  await tx
    .updateTable('vigilance_thresholds')
    .set({ noticed, mailed })
    .where('kind', '=', kind)
    .execute()
    .catch((error) => {
      throw brokenConstraint(error) === 'what_is_mailed_is_noticed' ? mailedBeforeNoticed() : error
    })
  const details = { kind, noticed_before: before.noticed, noticed, mailed_before: before.mailed, mailed }
  await record(tx, { at: tx.now, fact: facts['threshold.changed'], staff_id: agent.id, details })
}
