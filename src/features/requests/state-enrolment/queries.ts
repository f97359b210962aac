import { sql } from 'kysely'
import type { Reader } from '../../../platform/database/index.ts'
import { dayOf } from '../../../platform/dates.ts'
import type { Person } from './api-particulier.ts'

/** A request to ask about, and its author as the State knows them. */
export interface ToAsk extends Person {
  application_id: number
  beneficiary_id: number
  asked_as: string
  situation: string
}

/** A night knows again what another night did not. */
const ASKED_AGAIN_AFTER = '20 hours'

/** Whoever has just sent it is waiting for the answer; later it is for the night. */
const JUST_SENT = '10 minutes'

/**
 * Who waits for a decision and of whom the State has said nothing, or nothing that counts still: of those who have just sent their request only
 * when it was never asked; else also of those it did not know, who were never asked first.
 */
export async function nextToAsk(
  db: Reader,
  now: Date,
  { when, after, atMost }: { when: 'just-sent' | 'by-night'; after: { asked_at: Date | null; id: number } | null; atMost: number },
): Promise<(ToAsk & { asked_at: Date | null })[]> {
  const isDue =
    when === 'just-sent'
      ? sql`e.application_id is null and a.submitted_at > ${now}::timestamptz - ${sql.lit(JUST_SENT)}::interval`
      : sql`(e.application_id is null or e.answer <> 'found' and e.asked_at < ${now}::timestamptz - ${sql.lit(ASKED_AGAIN_AFTER)}::interval)`
  const isNext = after
    ? sql`(coalesce(e.asked_at, 'epoch'), r.id) > (coalesce(${after.asked_at}::timestamptz, 'epoch'), ${after.id}::bigint)`
    : sql`true`
  const { rows } = await sql<ToAsk & { asked_at: Date | null }>`
    select r.id as application_id, r.beneficiary_id, r.asked_as, r.situation, r.printed_last_name as last_name, r.printed_first_name as first_name,
      p.civility, r.birth_date, s.uai, extract(year from a.schools_begin_on)::integer as school_year, e.asked_at
    from enrolment_requests r
    join sent_applications a on a.id = r.id
    join people p on p.id = r.beneficiary_id
    join school_directory s on s.id = r.school_id
    left join state_enrolments e on e.application_id = r.id and e.asked_as = r.asked_as
    where r.state = 'submitted' and a.decisions_end_on >= ${dayOf(now)}::date and ${isDue} and ${isNext}
    order by coalesce(e.asked_at, 'epoch'), r.id
    limit ${atMost}
  `.execute(db)
  return rows
}

/** Until when nothing is asked; null when it may be. */
export async function pausedUntil(db: Reader, now: Date): Promise<Date | null> {
  const paused = await db.selectFrom('state_source').select('paused_until').where('paused_until', '>', now).executeTakeFirst()
  return paused?.paused_until ?? null
}
