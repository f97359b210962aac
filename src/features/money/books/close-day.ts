import { sql } from 'kysely'
import { record } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import { addDays, type Day } from '../../../platform/dates.ts'
import { UserError } from '../../../platform/errors.ts'
import type { PartnerUser } from '../../../spaces/actors.ts'
import { isOver } from './books.ts'
import { facts } from './facts.ts'
import { lastClosingOf, rowsByDay } from './queries.ts'

/**
 * Closes a day of a shop, and before it those since its last closing on which something was taken or given back: each gets the next number, in
 * the order of the days. What each says is kept as it is now.
 */
export async function closeDay(tx: Tx, user: PartnerUser, day: Day): Promise<void> {
  // Of two who close at once, the second finds what the first did.
  await sql`select pg_advisory_xact_lock(hashtext('closings'), ${user.partner_id})`.execute(tx)
  const last = await lastClosingOf(tx, user)
  if (!isOver(day, tx.now))
    throw new UserError('day.not-over', 'Cette journée n’est pas finie : vous pourrez la clore demain.', { status: 409 })
  // It is closed already; or it was before the first closing, or nothing was taken on it.
  if (last && day <= last.day) return
  await sql`
    with days as (${rowsByDay(user, last ? addDays(last.day, 1) : day, day)})
    insert into closings (partner_id, number, day, made_at, made_by, rows)
    select ${user.partner_id}, ${last?.number ?? 0}::integer + row_number() over (order by day), day, ${tx.now}, ${user.id},
      jsonb_agg(to_jsonb(days) - 'day' order by days.name, days.user_id, days.nature)
    from days group by day
  `.execute(tx)
  const closed = await lastClosingOf(tx, user)
  if (closed?.day !== day) throw new UserError('day.empty', 'Aucune transaction ce jour-là : il n’y a rien à clore.', { status: 409 })
  await record(tx, { at: tx.now, fact: facts['day.closed'], staff_id: user.id, details: { day, number: closed.number } })
}
