import { sql } from 'kysely'
import type { Tx } from '../../../platform/database/index.ts'
import { dayOf } from '../../../platform/dates.ts'
import type { ByTheClock } from '../../../spaces/actors.ts'

/** Counts what is usual at each school: from when a request could be answered to its answer, for half of them, in the campaigns that go on. */
export async function countDelays(tx: Tx, _clock: ByTheClock): Promise<void> {
  await sql`
    insert into school_delays (school_id, campaign_id, answered, median_days)
    select school_id, campaign_id, count(*),
      percentile_cont(0.5) within group (order by greatest(0, extract(epoch from
        decided_at - greatest(submitted_at, schools_begin_on::timestamp at time zone 'Europe/Paris'))::float8) / 86400)
    from sent_applications
    where school_id is not null and decided_at is not null and state in ('validated', 'refused') and handed_to_region_at is null
      -- What the Region answered in its place says nothing of it.
      and not exists (
        select from outages_of_schools o
        where o.school_id = sent_applications.school_id and o.taken_at <= decided_at and coalesce(o.given_back_at, decided_at) >= decided_at)
      and decisions_end_on >= ${dayOf(tx.now)}::date
    group by school_id, campaign_id
    on conflict (school_id, campaign_id) do update set answered = excluded.answered, median_days = excluded.median_days
  `.execute(tx)
}
