import { sql } from 'kysely'
import type { Tx } from '../../../platform/database/index.ts'
import { notifyStaff } from '../../../platform/messages/notify.ts'
import type { ByTheClock } from '../../../spaces/actors.ts'
import { LOOKS } from './looks.ts'
import { alertsNoticed } from './messages.ts'
import { KIND_CODES, KINDS, type KindCode, toldOf } from './vigilance.ts'

/**
 * Writes down what there is of a kind, past its threshold. What somebody has not looked at yet counts on; what they have looked at is noticed
 * again only when it went on since.
 * @returns how many alerts are new
 */
export async function noticeKind(tx: Tx, _clock: ByTheClock, kind: KindCode): Promise<number> {
  const { rows } = await sql<{ is_new: boolean }>`
    with seen as (${LOOKS[kind](tx.now)})
    insert into alerts (kind, about, first_at, last_at, times, staff_id, beneficiary_id, partner_id)
    select t.kind, s.about, s.at, s.at, s.times, s.staff_id, s.beneficiary_id, s.partner_id
    from seen s
    join alert_thresholds t on t.kind = ${kind}
    where s.times > t.noticed
      and not exists (select from alerts a where a.kind = t.kind and a.about = s.about and a.looked_at >= s.at)
    on conflict (kind, about) where looked_at is null do update
      set last_at = greatest(alerts.last_at, excluded.last_at), times = greatest(alerts.times, excluded.times)
      where (alerts.last_at, alerts.times) is distinct from (greatest(alerts.last_at, excluded.last_at), greatest(alerts.times, excluded.times))
    returning xmax = 0 as is_new
  `.execute(tx)
  return rows.filter(({ is_new }) => is_new).length
}

/** Tells those who watch, once an alert, in one mail each, of what is past the second threshold. */
export async function tellOfAlerts(tx: Tx, _clock: ByTheClock, { publicUrl }: { publicUrl: string }): Promise<void> {
  const { rows } = await sql<{ kind: KindCode; times: number }>`
    update alerts a set told_at = ${tx.now}
    from alert_thresholds t
    where t.kind = a.kind and a.told_at is null and a.looked_at is null and a.times > t.mailed and a.kind = any (${KIND_CODES}::text[])
    returning a.kind, a.times
  `.execute(tx)
  if (rows.length === 0) return
  const agents = await tx.selectFrom('staff_at_work').select(['id', 'region_roles']).where('region_roles', 'is not', null).execute()
  for (const { id, region_roles } of agents) {
    const theirs = rows.filter(({ kind }) => toldOf(kind).some((role) => region_roles?.includes(role)))
    const alerts = theirs.map(({ kind, times }) => ({ title: KINDS[kind].title, times }))
    if (alerts.length > 0) await notifyStaff(tx, id, alertsNoticed({ alerts, publicUrl }))
  }
}
