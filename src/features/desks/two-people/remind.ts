import { sql } from 'kysely'
import type { Tx } from '../../../platform/database/index.ts'
import { notifyStaff } from '../../../platform/messages/notify.ts'
import { rolesThatMay } from '../../../spaces/roles.ts'
import { type ActsOfTwo, HOURS_BEFORE_A_REMINDER } from './act-of-two.ts'
import { actsWait } from './messages.ts'

/** Tells those who can finish what has waited a day, once for each act. */
export async function remindOfActs(tx: Tx, acts: ActsOfTwo, { publicUrl }: { publicUrl: string }): Promise<void> {
  const { rows } = await sql<{ kind: string; started_by: number }>`
    update acts_of_two set reminded_at = ${tx.now}
    where outcome is null and ends_at > ${tx.now} and reminded_at is null
      and started_at <= ${tx.now}::timestamptz - ${HOURS_BEFORE_A_REMINDER} * interval '1 hour'
    returning kind, started_by
  `.execute(tx)
  const waiting = rows.flatMap(({ kind, started_by }) => {
    const act = acts.get(kind)
    return act ? [{ act, started_by }] : []
  })
  if (waiting.length === 0) return
  const agents = await tx.selectFrom('staff_at_work').select(['id', 'region_roles']).where('region_roles', 'is not', null).execute()
  for (const { id, region_roles } of agents) {
    const theirs = waiting.filter(
      ({ act, started_by }) => started_by !== id && rolesThatMay(act.finishes).some((role) => region_roles?.includes(role)),
    )
    const titles = [...new Set(theirs.map(({ act }) => act.title))]
    if (titles.length > 0) await notifyStaff(tx, id, actsWait({ titles, publicUrl }))
  }
}
