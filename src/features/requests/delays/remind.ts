import { sql } from 'kysely'
import { record } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import { dayOf } from '../../../platform/dates.ts'
import { found, UserError } from '../../../platform/errors.ts'
import { notifyEach, notifyEachOfStaff } from '../../../platform/messages/notify.ts'
import type { Agent, ByTheClock } from '../../../spaces/actors.ts'
import { ageInDays, type Reminder } from './delay.ts'
import { facts } from './facts.ts'
import { certificatePossible, schoolReminded, schoolWaits } from './messages.ts'

interface Site {
  publicUrl: string
}

/** Whom to write to, of a school at which requests wait. */
interface Office {
  staff_id: number
  school_name: string
  count: number
  since: Date
}

/** Nobody is reminded of what the Region answers in their place. */
const waitingOn = (tx: Tx) => sql`w.taken_over_at is null and w.since <= ${tx.now} and w.decisions_end_on >= ${dayOf(tx.now)}::date`
const aged = (tx: Tx, of: 'first_reminder_days' | 'second_reminder_days' | 'certificate_days') =>
  sql`w.since <= ${tx.now}::timestamptz - make_interval(days => ${sql.ref(`w.${of}`)})`
/** Of the users of a school: those who decide, and those who answer for it. */
const isTold = sql`m.roles && array['head', 'office']`

/** Nothing of that kind was said since it waits: sent again, a request waits anew. */
const notSaid = (kind: string) =>
  sql`not exists (select from delay_reminders r where r.application_id = w.application_id and r.kind = ${kind} and r.at >= w.since)`

const isReminded = sql`exists (
  select from delay_reminders r where r.application_id = w.application_id and r.kind <> 'to-owner' and r.at >= w.since)`

/** On the day of the week that their campaign says: what waits at each school, and how old it is, to those who decide there or answer for it. */
export async function tellSchools(tx: Tx, _clock: ByTheClock, { publicUrl }: Site): Promise<void> {
  const { rows } = await sql<Office>`
    select m.id as staff_id, s.name as school_name, w.count, w.since
    from (select w.school_id, count(*) as count, min(w.since) as since from waiting_at_schools w where ${waitingOn(tx)} and w.weekly_mail_on = extract(isodow from ${tx.now}::timestamptz at time zone 'Europe/Paris') group by w.school_id) w
    join school_directory s on s.id = w.school_id
    join school_users_at_work m on m.school_id = w.school_id and ${isTold}
  `.execute(tx)
  await notifyEachOfStaff(
    tx,
    rows.map(({ staff_id, since, ...office }) => ({
      staff_id,
      message: schoolWaits({ ...office, days: ageInDays(since, tx.now), publicUrl }),
    })),
  )
}

/** Reminds each school once of the requests that have waited for so long. */
export async function remindSchools(tx: Tx, _clock: ByTheClock, kind: Reminder, { publicUrl }: Site): Promise<void> {
  const isTooOld = kind === 'first' ? sql`not ${aged(tx, 'second_reminder_days')}` : sql`true`
  const { rows } = await sql<Office>`
    with due as (
      select w.application_id, w.school_id, w.since from waiting_at_schools w
      where ${waitingOn(tx)} and ${aged(tx, `${kind}_reminder_days`)} and ${isTooOld} and ${notSaid(kind)}
        -- Where nobody has an account nobody is reminded, and nobody reads that they were.
        and exists (select from school_users_at_work m where m.school_id = w.school_id and ${isTold})),
    said as (
      insert into delay_reminders (application_id, kind, at) select application_id, ${kind}, ${tx.now} from due
      on conflict (application_id, kind) do update set at = excluded.at)
    select m.id as staff_id, s.name as school_name, d.count, d.since
    from (select school_id, count(*) as count, min(since) as since from due group by school_id) d
    join school_directory s on s.id = d.school_id
    join school_users_at_work m on m.school_id = d.school_id and ${isTold}
  `.execute(tx)
  await remind(tx, rows, { publicUrl, byRegion: false })
}

/**
 * The Region reminds a school of all that waits there, once a day.
 * @throws UserError `school.reminded-today`, or `school.nobody` when nobody works there
 */
export async function remindSchool(tx: Tx, agent: Agent, { id, publicUrl }: Site & { id: number }): Promise<void> {
  // Of two agents the second waits here, and sees what the first did.
  await sql`select pg_advisory_xact_lock(hashtext('delays.remind'), ${id})`.execute(tx)
  const { rows } = await sql<{ name: string; count: number; since: Date | null; is_today: boolean }>`
    select s.name, count(w.application_id) as count, min(w.since) as since,
      coalesce(bool_or(r.at > ${tx.now}::timestamptz - interval '1 day'), false) as is_today
    from school_directory s
    left join waiting_at_schools w on w.school_id = s.id and ${waitingOn(tx)}
    left join delay_reminders r on r.application_id = w.application_id and r.kind = 'by-region'
    where s.id = ${id}
    group by s.id, s.name
  `.execute(tx)
  const { name: school_name, count, since, is_today } = found(rows[0])
  if (since === null) throw new UserError('school.nothing-waits', 'Aucune demande n’attend plus dans cet établissement.', { status: 409 })
  if (is_today) {
    throw new UserError(
      'school.reminded-today',
      'Un rappel de la Région est déjà parti depuis moins d’un jour. Attendez demain, ou appelez l’établissement.',
      {
        status: 409,
      },
    )
  }
  const { rows: offices } = await sql<{
    id: number
  }>`select m.id from school_users_at_work m where m.school_id = ${id} and ${isTold}`.execute(tx)
  if (offices.length === 0) {
    throw new UserError('school.nobody', 'Personne n’a de compte dans cet établissement : invitez quelqu’un, ou décidez à sa place.', {
      status: 409,
    })
  }
  await sql`
    insert into delay_reminders (application_id, kind, at, staff_id)
    select w.application_id, 'by-region', ${tx.now}, ${agent.id}::bigint from waiting_at_schools w where w.school_id = ${id} and ${waitingOn(tx)}
    on conflict (application_id, kind) do update set at = excluded.at, staff_id = excluded.staff_id
  `.execute(tx)
  await remind(
    tx,
    offices.map((office) => ({ staff_id: office.id, school_name, count, since })),
    { publicUrl, byRegion: true },
  )
  await record(tx, { at: tx.now, fact: facts['school.reminded'], staff_id: agent.id, details: { school_id: id, requests: count } })
}

const remind = (tx: Tx, offices: Office[], { publicUrl, byRegion }: Site & { byRegion: boolean }): Promise<void> =>
  notifyEachOfStaff(
    tx,
    offices.map(({ staff_id, since, ...office }) => ({
      staff_id,
      message: schoolReminded({ ...office, days: ageInDays(since, tx.now), byRegion, publicUrl }),
    })),
  )

/** Tells those whose school has not answered for long that they may turn to the Region, once. */
export async function tellOwners(tx: Tx, _clock: ByTheClock): Promise<void> {
  const { rows } = await sql<{ beneficiary_id: number; since: Date; certificate_days: number; is_reminded: boolean }>`
    with due as (
      select w.application_id, w.beneficiary_id, w.since, w.certificate_days, ${isReminded} as is_reminded from waiting_at_schools w
      where ${waitingOn(tx)} and ${aged(tx, 'certificate_days')} and w.handed_to_region_at is null and ${notSaid('to-owner')}),
    said as (
      insert into delay_reminders (application_id, kind, at) select application_id, 'to-owner', ${tx.now} from due
      on conflict (application_id, kind) do update set at = excluded.at)
    select beneficiary_id, since, certificate_days, is_reminded from due
  `.execute(tx)
  await notifyEach(
    tx,
    rows.map(({ beneficiary_id, since, certificate_days, is_reminded }) => ({
      beneficiary_id,
      message: certificatePossible({ since: dayOf(since), days: certificate_days, isReminded: is_reminded }),
    })),
  )
}
