import { sql } from 'kysely'
import type { Reader } from '../../../platform/database/index.ts'
import { dayOf } from '../../../platform/dates.ts'
import { found } from '../../../platform/errors.ts'
import type { Beneficiary } from '../../../spaces/actors.ts'
import { progressOf } from '../card-applications/index.ts'
import type { Waiting } from './delay.ts'

/** How long somebody's request has waited for their school; undefined when it waits for none. */
export async function waitingOf(db: Reader, applicationId: number): Promise<Waiting | undefined> {
  const { rows } = await sql<Waiting>`
    select w.application_id, w.since, w.schools_begin_on, w.decisions_end_on, w.certificate_days, w.handed_to_region_at, w.taken_over_at, d.answered, d.median_days,
      case when w.handed_to_region_at is not null then c.sent_at end as certificate_sent_at,
      (select max(r.at) from delay_reminders r where r.application_id = w.application_id and r.kind <> 'to-owner' and r.at >= w.since) as reminded_at
    from waiting_at_schools w
    left join school_delays d on d.school_id = w.school_id and d.campaign_id = w.campaign_id
    left join certificates_of_enrolment c on c.application_id = w.application_id
    where w.application_id = ${applicationId}
  `.execute(db)
  return rows[0]
}

/** The same of somebody's own request. */
export async function ownWaiting(db: Reader, { id }: Pick<Beneficiary, 'id'>): Promise<Waiting | undefined> {
  const progress = await progressOf(db, id)
  return progress && waitingOf(db, progress.id)
}

export interface WaitingSchool {
  id: number
  uai: string
  name: string
  town: string
  waiting: number
  /** Of those, the ones that have waited until the second reminder. */
  late: number
  /** Days count from the sending, and never before the first day of school. */
  since: Date
  /** When the Region, or the clock, last reminded it of one of these. */
  reminded_at: Date | null
}

/** The schools that decide themselves, and at which requests wait that can be answered still, the oldest request first; those of one campaign, or of all. */
export const waitingSchools = async (db: Reader, now: Date, campaignId: number | null = null, schoolId: number | null = null) =>
  (
    await sql<WaitingSchool>`
      select s.id, s.uai, s.name, s.town, w.waiting, w.late, w.since, w.reminded_at
      from (
        select a.school_id, count(distinct a.application_id) as waiting, min(a.since) as since, count(distinct a.application_id) filter (where a.since <= ${now}::timestamptz - make_interval(days => a.second_reminder_days)) as late,
          max(r.at) as reminded_at
        from waiting_at_schools a
        left join delay_reminders r on r.application_id = a.application_id and r.kind <> 'to-owner' and r.at >= a.since
        where a.taken_over_at is null and a.since <= ${now} and a.decisions_end_on >= ${dayOf(now)}::date and a.campaign_id = coalesce(${campaignId}::integer, a.campaign_id) and a.school_id = coalesce(${schoolId}::integer, a.school_id)
        group by a.school_id
      ) w
      join school_directory s on s.id = w.school_id
      order by w.since, w.waiting desc, s.id`.execute(db)
  ).rows

/** One of them. */
export const waitingSchool = async (db: Reader, now: Date, id: number): Promise<WaitingSchool> =>
  found((await waitingSchools(db, now, null, id))[0])

/** Of a certificate, the file and its owner: for who decides at the Region. */
export const certificateFor = async (db: Reader, fileNumber: string) =>
  found(
    await db
      .selectFrom('certificates_of_enrolment as c')
      .innerJoin('sent_applications as a', 'a.id', 'c.application_id')
      .select(['c.file_id', 'c.application_id', 'c.beneficiary_id'])
      .where('a.file_number', '=', fileNumber)
      .where('a.falls_to_region', '=', true)
      .executeTakeFirst(),
  )

/** The file that somebody sent themselves, as long as it is there. */
export const ownCertificateOf = async (db: Reader, beneficiary: Pick<Beneficiary, 'id'>): Promise<string | null> =>
  (
    await db
      .selectFrom('certificates_of_enrolment as c')
      .innerJoin('latest_applications as a', 'a.id', 'c.application_id')
      .select('c.file_id')
      .where('c.beneficiary_id', '=', beneficiary.id)
      .executeTakeFirst()
  )?.file_id ?? null
