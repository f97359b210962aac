import { sql } from 'kysely'
import { recordAll } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import type { Slice } from '../../../platform/database/slices.ts'
import { addDays, dayOf } from '../../../platform/dates.ts'
import { notifyEachOfStaff } from '../../../platform/messages/notify.ts'
import type { ByTheClock } from '../../../spaces/actors.ts'
import { closeAccounts } from '../staff/index.ts'
import { facts } from './facts.ts'
import { closesUnused } from './messages.ts'

/** An account of the staff that nobody has used for so long is closed. */
export const UNUSED_DAYS = 90
/** Its owner is told so long before. */
export const WARNED_DAYS = 14

/** When an account was last of use: signed in to, or opened. */
const LAST_USE = sql`greatest(m.seen_at, m.opened_at)`

/** The two administrators seen last stay, so that one can ask for the others again, and the other agree. */
const MAY_CLOSE = sql`m.id <> all (array(
  select id from staff_at_work where region_roles @> array['administrator'] order by greatest(seen_at, opened_at) desc, id limit 2))`

/**
 * Tells the next ones of those who have not come for long that their account will close. Each is told once, until they come.
 * @returns how many were told
 */
export async function warnUnused(tx: Tx, _clock: ByTheClock, { publicUrl }: { publicUrl: string }, slice: Slice): Promise<number> {
  const { rows } = await sql<{ id: number; name: string; place: string }>`
    select m.id, m.name, m.place
    from staff_at_work m
    left join unused_warnings w on w.staff_id = m.id
    where ${LAST_USE} <= ${tx.now}::timestamptz - ${UNUSED_DAYS - WARNED_DAYS} * interval '1 day'
      and not m.is_guardian and (w.warned_at is null or w.warned_at < ${LAST_USE}) and ${MAY_CLOSE} and ${slice.mayTake('m.id')}
    order by m.id
    limit ${slice.atMost}
  `.execute(tx)
  const ids = slice.of(rows).map(({ id }) => id)
  if (ids.length === 0) return 0
  await sql`
    insert into unused_warnings (staff_id, warned_at) select id, ${tx.now} from unnest(${ids}::bigint[]) as i (id)
    on conflict (staff_id) do update set warned_at = excluded.warned_at
  `.execute(tx)
  const closesOn = addDays(dayOf(tx.now), WARNED_DAYS)
  await notifyEachOfStaff(
    tx,
    rows.map(({ id, name, place }) => ({ staff_id: id, message: closesUnused({ name, place, closesOn, publicUrl }) })),
  )
  return ids.length
}

/**
 * Closes the next ones of the accounts that nobody has used, whose owners were told long enough ago and have not come.
 * @returns how many were looked at
 */
export async function closeUnused(tx: Tx, _clock: ByTheClock, slice: Slice): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    select m.id
    from staff_at_work m
    join unused_warnings w on w.staff_id = m.id
    where ${LAST_USE} <= ${tx.now}::timestamptz - ${UNUSED_DAYS} * interval '1 day'
      and w.warned_at >= ${LAST_USE} and w.warned_at <= ${tx.now}::timestamptz - ${WARNED_DAYS} * interval '1 day'
      and ${MAY_CLOSE} and ${slice.mayTake('m.id')}
    order by m.id
    limit ${slice.atMost}
  `.execute(tx)
  const ids = slice.of(rows).map(({ id }) => id)
  if (ids.length === 0) return 0
  const closed = await closeAccounts(tx, ids)
  await recordAll(
    tx,
    closed.map((account_id) => ({ at: tx.now, fact: facts['staff.closed-unused'], details: { account_id } })),
  )
  return ids.length
}
