import { sql } from 'kysely'
import type { Tx } from '../../../platform/database/index.ts'
import type { Slice } from '../../../platform/database/slices.ts'
import { type Day, dayOf } from '../../../platform/dates.ts'
import { notifyStaff } from '../../../platform/messages/notify.ts'
import type { ByTheClock } from '../../../spaces/actors.ts'
import { shopRolesThatMay } from '../../../spaces/shop-roles.ts'
import { agreementReminder, newAgreement } from './messages.ts'

/**
 * Writes to managers whose shop has a text to accept, and again once half of the days that they have are over: once each for that text, some at a time.
 * @returns how many there were
 */
export async function askManagers(tx: Tx, _clock: ByTheClock, { slice, publicUrl }: { slice: Slice; publicUrl: string }): Promise<number> {
  const { rows } = await sql<{ id: number; version: number; accept_by: Day; is_asked: boolean }>`
    select distinct u.id, p.version, p.accept_by, l.staff_id is not null as is_asked
    from partners_to_ask p
    join shop_users_at_work u on u.partner_id = p.partner_id and not u.is_invited and u.roles && ${shopRolesThatMay('agreement.accept')}::text[]
    left join agreement_letters l on l.staff_id = u.id and l.text_version = p.version
    where ${slice.mayTake('u.id')}
      and (l.staff_id is null or (l.reminded_at is null and l.sent_at <= ${tx.now}::timestamptz - p.days_to_accept * interval '12 hours'))
    order by u.id
    limit ${slice.atMost}
  `.execute(tx)
  const asked = slice.of(rows)
  if (asked.length === 0) return 0
  await tx
    .insertInto('agreement_letters')
    .values(asked.map(({ id, version }) => ({ staff_id: id, text_version: version, sent_at: tx.now })))
    .onConflict((conflict) => conflict.columns(['staff_id', 'text_version']).doUpdateSet({ reminded_at: tx.now }))
    .execute()
  const [first] = asked as [(typeof asked)[0]]
  const about = { publicUrl, acceptBy: first.accept_by, today: dayOf(tx.now) }
  const those = (isAsked: boolean) => asked.filter(({ is_asked }) => is_asked === isAsked).map(({ id }) => id)
  await notifyStaff(tx, those(false), newAgreement(about))
  await notifyStaff(tx, those(true), agreementReminder(about))
  return asked.length
}
