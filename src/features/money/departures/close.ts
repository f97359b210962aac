import { sql } from 'kysely'
import { recordAll } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import type { Slice } from '../../../platform/database/slices.ts'
import { dayOf } from '../../../platform/dates.ts'
import { notifyEachOfStaff } from '../../../platform/messages/notify.ts'
import type { ByTheClock } from '../../../spaces/actors.ts'
import { leave } from '../../partners/partners/index.ts'
import { closeShops } from '../../people/staff/index.ts'
import { giveBackOf } from '../prepayments/index.ts'
import { facts } from './facts.ts'
import { departureEnded } from './messages.ts'

/**
 * Partners whose last day is over take nothing any more, and are found by nobody.
 * @returns how many there were
 */
export async function stopPartners(tx: Tx, _clock: ByTheClock, slice: Slice): Promise<number> {
  const rows = await tx
    .selectFrom('departures')
    .select(['id', 'partner_id'])
    .where('last_day', '<', dayOf(tx.now))
    .where('stopped_at', 'is', null)
    .where('called_off_at', 'is', null)
    .where(slice.mayTake('id'))
    .orderBy('id')
    .limit(slice.atMost)
    .forUpdate()
    .skipLocked()
    .execute()
  const stopped = slice.of(rows)
  if (stopped.length === 0) return 0
  const idsOf = stopped.map(({ id }) => id)
  await leave(
    tx,
    stopped.map(({ partner_id }) => partner_id),
  )
  await tx.updateTable('departures').set({ stopped_at: tx.now }).where('id', 'in', idsOf).execute()
  await recordAll(
    tx,
    stopped.map(({ partner_id }) => ({ at: tx.now, fact: facts['departure.stopped'], details: { partner_id } })),
  )
  return stopped.length
}

/**
 * What is still set aside for partners whose last day is over goes back to its owners, who are told.
 * @returns how many prepayments there were
 */
export async function giveTicketsBack(tx: Tx, clock: ByTheClock, slice: Slice): Promise<number> {
  const left = await tx
    .selectFrom('departures')
    .select('partner_id')
    .where('stopped_at', 'is not', null)
    .where('ended_at', 'is', null)
    .where('called_off_at', 'is', null)
    .execute()
  const partnerIds = left.map(({ partner_id }) => partner_id)
  return giveBackOf(tx, clock, { slice, partnerIds })
}

/**
 * Partners that have stopped, for which nothing is set aside, and to which all is paid, have left: nobody works there any more, and each hears so.
 * What they owe to the Region keeps nobody; nor does a statement that was held, whose money is in what is due.
 * @returns how many there were
 */
export async function endDepartures(tx: Tx, _clock: ByTheClock, slice: Slice): Promise<number> {
  const { rows } = await sql<{ id: number; partner_id: number; name: string; due_cents: number }>`
    select l.id, l.partner_id, p.name, d.amount_cents as due_cents
    from departures l
    join partner_directory p on p.id = l.partner_id
    join partner_dues d on d.partner_id = l.partner_id
    where l.stopped_at is not null and l.ended_at is null and l.called_off_at is null and not p.active and d.amount_cents <= 0
      and not exists (select from pending_prepayments r where r.partner_id = l.partner_id)
      and not exists (select from statements_of_partners s where s.partner_id = l.partner_id and s.settlement_id is not null and s.paid_at is null)
      and ${slice.mayTake('l.id')}
    order by l.id
    limit ${slice.atMost}
    for update of l skip locked
  `.execute(tx)
  const over = slice.of(rows)
  if (over.length === 0) return 0
  const byPartner = new Map(over.map((one) => [one.partner_id, one]))
  const users = await closeShops(tx, [...byPartner.keys()])
  await notifyEachOfStaff(
    tx,
    users.map(({ staff_id, partner_id }) => {
      const { name = '', due_cents = 0 } = byPartner.get(partner_id) ?? {}
      return { staff_id, message: departureEnded({ partner_name: name, owed_cents: -due_cents }) }
    }),
  )
  await tx
    .updateTable('departures')
    .set({ ended_at: tx.now })
    .where(
      'id',
      'in',
      over.map(({ id }) => id),
    )
    .execute()
  await recordAll(
    tx,
    over.map(({ partner_id, due_cents }) => ({
      ...{ at: tx.now, fact: facts['departure.ended'] },
      details: { partner_id, owed_cents: -due_cents },
    })),
  )
  return over.length
}
