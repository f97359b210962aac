import { record } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import { notFound } from '../../../platform/errors.ts'
import { moveSession } from '../../../platform/sessions.ts'
import type { AtWorkplaces } from '../../../spaces/actors.ts'
import { facts } from './facts.ts'
import { ownWorkplaces } from './queries.ts'

/**
 * Says for which of their shops or schools somebody works in this session, from their next page.
 * @returns the session's token, which is a new one
 */
export async function workAt(tx: Tx, who: AtWorkplaces, { workplace, token }: { workplace: number; token: string }): Promise<string> {
  const chosen = (await ownWorkplaces(tx, who)).find(({ workplace_id }) => workplace_id === workplace)
  if (!chosen) throw notFound()
  const fact = facts[who.of === 'partner' ? 'staff.shop-chosen' : 'staff.school-chosen']
  await record(tx, { at: tx.now, fact, staff_id: who.id, details: { workplace, number: chosen.number } })
  return moveSession(tx, token, workplace)
}
