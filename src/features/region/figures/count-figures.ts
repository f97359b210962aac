import { sql } from 'kysely'
import type { Tx } from '../../../platform/database/index.ts'
import { dayOf } from '../../../platform/dates.ts'
import type { ByTheClock } from '../../../spaces/actors.ts'
import { countedByDay, countedByMonth, countedBySchool } from './counting.ts'

/** The days after its end during which a campaign is counted again. */
const DAYS_AFTER = 366

/** The campaigns whose figures may change still, and those that were never counted. */
export const campaignsToCount = async (tx: Tx): Promise<number[]> => {
  const { rows } = await sql<{ id: number }>`
    select c.id from campaign_calendar c
    where c.applications_open_on <= ${dayOf(tx.now)}::date
      and (c.ends_on + ${DAYS_AFTER}::integer >= ${dayOf(tx.now)}::date or not exists (select from kept_figures k where k.campaign_id = c.id))
    order by c.id`.execute(tx)
  return rows.map(({ id }) => id)
}

/** Counts all of a campaign, at one instant, and keeps what there is. */
export async function countFigures(tx: Tx, _clock: ByTheClock, campaignId: number): Promise<void> {
  await sql`
    insert into kept_figures (campaign_id, counted_at, by_school, by_day, by_month)
    select ${campaignId}::integer, ${tx.now}::timestamptz, (select coalesce(jsonb_agg(s), '[]') from (${countedBySchool(campaignId)}) s),
      (select coalesce(jsonb_agg(d), '[]') from (${countedByDay(campaignId)}) d), (select coalesce(jsonb_agg(m), '[]') from (${countedByMonth(campaignId)}) m)
    on conflict (campaign_id) do update
    set counted_at = excluded.counted_at, by_school = excluded.by_school, by_day = excluded.by_day, by_month = excluded.by_month`.execute(
    tx,
  )
}
