import { sql } from 'kysely'
import type { Tx } from '../../../platform/database/index.ts'
import type { Slice } from '../../../platform/database/slices.ts'
import { dayOf } from '../../../platform/dates.ts'
import { notifyEach, notifyEachOfStaff } from '../../../platform/messages/notify.ts'
import type { ByTheClock } from '../../../spaces/actors.ts'
import { regionDecides, schoolDecidesAgain, schoolGivenBack, schoolTakenOver } from './messages.ts'

const SAID = {
  'taken-over': { toSchools: schoolTakenOver, toOwners: regionDecides },
  'given-back': { toSchools: schoolGivenBack, toOwners: schoolDecidesAgain },
} as const
type News = keyof typeof SAID

/** What was taken over or given back since is told as it is now. */
const isStillTrue = (what: string) =>
  sql`(${sql.ref(what)} = 'taken-over') = exists (select from outage_schools t where t.school_id = o.school_id and t.given_back_at is null)`

/** Tells whoever works at the schools of each outage, once. */
export async function tellSchools(tx: Tx, _clock: ByTheClock, { publicUrl }: { publicUrl: string }): Promise<void> {
  const { rows } = await sql<{ what: News; staff_id: number; school_name: string }>`
    with news as (
      update outage_news set schools_told_at = ${tx.now} where schools_told_at is null and told_at is null returning outage_id, what)
    select n.what, m.id as staff_id, s.name as school_name
    from news n
    join outage_schools o on o.outage_id = n.outage_id
    join school_directory s on s.id = o.school_id
    join school_users_at_work m on m.school_id = o.school_id
    where ${isStillTrue('n.what')}
    order by m.id, o.school_id
  `.execute(tx)
  await notifyEachOfStaff(
    tx,
    rows.map(({ what, staff_id, school_name }) => ({ staff_id, message: SAID[what].toSchools({ school_name, publicUrl }) })),
  )
}

/**
 * Tells the next of those who wait at the schools of an outage, each once; not those who sent their request since, who read it when they did.
 * @returns how many were told
 */
export async function tellOwners(tx: Tx, _clock: ByTheClock, slice: Slice): Promise<number> {
  const news = await tx
    .selectFrom('outage_news')
    .select(['outage_id', 'at', 'told_to'])
    .select(sql<News>`what`.as('what'))
    .where('told_at', 'is', null)
    .orderBy('at')
    .orderBy('outage_id')
    .limit(1)
    .forUpdate()
    .executeTakeFirst()
  if (!news) return 0
  const { rows } = await sql<{ id: number; beneficiary_id: number; school_name: string }>`
    select a.id, a.beneficiary_id, s.name as school_name
    from outage_news n
    join outage_schools o on o.outage_id = n.outage_id
    join sent_applications a on a.school_id = o.school_id and a.state = 'submitted'
    join school_directory s on s.id = o.school_id
    where n.outage_id = ${news.outage_id} and n.what = ${news.what} and a.id > n.told_to and a.submitted_at <= n.at
      and a.decisions_end_on >= ${dayOf(tx.now)}::date and ${isStillTrue('n.what')} and ${slice.mayTake('a.id')}
    order by a.id
    limit ${slice.atMost}
  `.execute(tx)
  slice.of(rows)
  await notifyEach(
    tx,
    rows.map(({ beneficiary_id, school_name }) => ({ beneficiary_id, message: SAID[news.what].toOwners({ school_name }) })),
  )
  await tx
    .updateTable('outage_news')
    .set({ told_to: rows.at(-1)?.id ?? news.told_to, told_at: rows.length < slice.atMost ? tx.now : null })
    .where('outage_id', '=', news.outage_id)
    .where('what', '=', news.what)
    .execute()
  return rows.length
}
