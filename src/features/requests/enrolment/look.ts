import { sql } from 'kysely'
import { recordAll } from '../../../platform/audit.ts'
import type { Reader, Tx } from '../../../platform/database/index.ts'
import { dayOf } from '../../../platform/dates.ts'
import type { ByTheClock, SchoolUser } from '../../../spaces/actors.ts'
import { type Giver, holdLists, listInUse, takeList } from '../../schools/enrolment-lists/index.ts'
import { facts } from './facts.ts'
import { reportOf } from './queries.ts'

interface Whose {
  school_id: number
  campaign_id: number
}

/** Puts a list in use, and looks for everybody who asked that school. */
export async function useList(tx: Tx, giver: Giver, id: number): Promise<void> {
  await holdLists(tx, giver.school_id)
  const before = await answersOf(tx, giver)
  const { campaign_id } = await takeList(tx, giver, id)
  await look(tx, { school_id: giver.school_id, campaign_id }, before)
}

/** Looks again for those who asked a school since, or who are not who they were. */
export async function lookAgain(tx: Tx, _by: ByTheClock | SchoolUser, whose: Whose): Promise<void> {
  await holdLists(tx, whose.school_id)
  await look(tx, whose, await answersOf(tx, whose))
}

/** What was said of the requests of a school. */
async function answersOf(db: Reader, { school_id }: { school_id: number }): Promise<Map<number, string>> {
  const rows = await db
    .selectFrom('enrolments as e')
    .innerJoin('enrolment_requests as r', 'r.id', 'e.application_id')
    .select(['e.application_id', 'e.answer'])
    .where('r.school_id', '=', school_id)
    .execute()
  return new Map(rows.map(({ application_id, answer }) => [application_id, answer]))
}

async function look(tx: Tx, { school_id, campaign_id }: Whose, before: ReadonlyMap<number, string>): Promise<void> {
  const list = await listInUse(tx, school_id, campaign_id)
  if (!list) return
  const report = await reportOf(tx, { id: list.id, school_id, campaign_id }, dayOf(tx.now))
  const rows = report.requests.map(({ request, enrolment }) => ({ application_id: request.id, asked_as: request.asked_as, ...enrolment }))
  await sql`
    delete from enrolments where list_id = ${list.id} or application_id = any (${rows.map(({ application_id }) => application_id)}::bigint[])
  `.execute(tx)
  await sql`
    insert into enrolments (application_id, list_id, answer, pupil_id, candidates, why, differs, asked_as, at)
    select application_id, ${list.id}, answer, pupil, candidates, why, differs, asked_as, ${tx.now}
    from json_to_recordset(${JSON.stringify(rows)}) as e (application_id bigint, answer text, pupil bigint, candidates bigint[], why text,
      differs text[], asked_as text)
  `.execute(tx)
  await recordAll(
    tx,
    report.requests
      .filter(({ request, enrolment }) => before.get(request.id) !== enrolment.answer)
      .map(({ request, enrolment }) => ({
        at: tx.now,
        fact: facts['enrolment.compared'],
        staff_id: list.taken_by,
        beneficiary_id: request.beneficiary_id,
        details: { application_id: request.id, list_id: list.id, answer: enrolment.answer },
      })),
  )
}
