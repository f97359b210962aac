import { record } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import { found } from '../../../platform/errors.ts'
import type { Agent } from '../../../spaces/actors.ts'
import type { BannerInput } from './banner.ts'
import { facts } from './facts.ts'

/**
 * Adds a message on all pages, or changes one: see spaces/banners.ts for when it is seen.
 * @returns its id
 */
export async function saveBanner(tx: Tx, agent: Agent, { id, input }: { id: number | null; input: BannerInput }): Promise<number> {
  const { text, level, shownTo, shownFrom, shownUntil } = input
  const row = { text, level, shown_to: shownTo, shown_from: shownFrom, shown_until: shownUntil }
  const saved = found(
    id === null
      ? await tx.insertInto('banners').values(row).returning('id').executeTakeFirst()
      : await tx.updateTable('banners').set(row).where('id', '=', id).returning('id').executeTakeFirst(),
  )
  const fact = id === null ? facts['banner.added'] : facts['banner.changed']
  await record(tx, { at: tx.now, fact, staff_id: agent.id, details: { banner: saved.id, level, text } })
  return saved.id
}
