import { sql } from 'kysely'
import type { Waiting } from './http/metrics.ts'
import type { Site } from './http/site.ts'

/** A job of each minute that has not ended by then is late. */
const LATE = "interval '5 minutes'"

/**
 * What waits in the database, for whoever watches the site: messages that have not left, files that are not where they should be, and jobs
 * of the clock that should be done. Jobs go by the machine's time, as the clock does.
 * @throws what the database does when it is away
 */
export async function whatWaits({ reader, clock, config }: Pick<Site, 'reader' | 'clock' | 'config'>): Promise<Waiting> {
  const now = clock.now()
  const { rows } = await sql<Waiting>`
    select
      (select coalesce(jsonb_agg(jsonb_build_object('channel', channel, 'waiting', waiting, 'oldest_seconds', oldest)), '[]')
        from (
          select channel, count(*) as waiting,
            coalesce(extract(epoch from ${now}::timestamptz - min(created_at) filter (where next_attempt_at <= ${now})), 0) as oldest
          from messages where state = 'queued' group by channel) m) as messages,
      (select case when is_left
          then jsonb_build_object('to', 'database', 'waiting', (select count(*) from files where object_name is not null))
          else jsonb_build_object('to', 'store', 'waiting', (
            select count(*) from files where object_name is null and length(bytes) > 0 and quarantine is distinct from 'waiting'))
          end
        from file_store where ${config.files !== undefined}) as files,
      (select coalesce(jsonb_agg(jsonb_build_object('name', name, 'late_seconds', extract(epoch from now() - hour)) order by name), '[]')
        from job_runs where not done and hour < now() - ${sql.raw(LATE)}) as jobs,
      (select coalesce(extract(epoch from now() - max(hour)), 0)::double precision from job_runs) as silent_seconds
  `.execute(reader)
  return rows[0] as Waiting
}
