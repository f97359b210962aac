import { sql } from 'kysely'
import type { Reader } from '../../../platform/database/index.ts'
import type { Day } from '../../../platform/dates.ts'
import { found } from '../../../platform/errors.ts'
import type { SchoolUser } from '../../../spaces/actors.ts'
import { type EnrolledPupil, pupilsAmong, pupilsOn } from '../../schools/enrolment-lists/index.ts'
import { type Answer, type Differs, type Enrolment, enrolmentOf, hasLeft, inHex, numbersOf, type Why } from './enrolment.ts'
import { type Judged, match } from './matching.ts'

const requests = (db: Reader) =>
  db
    .selectFrom('enrolment_requests as r')
    .select(['r.id', 'r.file_number', 'r.beneficiary_id', 'r.school_id', 'r.campaign_id', 'r.state', 'r.course_code', 'r.course_label'])
    .select(['r.last_name', 'r.first_name', 'r.printed_last_name', 'r.printed_first_name', 'r.birth_date', 'r.ine', 'r.asked_as'])
    .select(['r.situation', 'r.contract_ends_on'])

export type EnrolmentRequest = Awaited<ReturnType<ReturnType<typeof requests>['executeTakeFirstOrThrow']>>

/** What a list says of each request of its school and campaign. */
export interface Report {
  requests: { request: EnrolmentRequest; enrolment: Enrolment }[]
  pupils: Map<number, EnrolledPupil>
}

/** Looks for everybody who asked a school on one of its lists. */
export async function reportOf(
  db: Reader,
  { id, school_id, campaign_id }: { id: number; school_id: number; campaign_id: number },
  today: Day,
): Promise<Report> {
  const asking = await requests(db).where('r.school_id', '=', school_id).where('r.campaign_id', '=', campaign_id).orderBy('r.id').execute()
  const listed = await pupilsOn(db, id)
  const judged = await judgedAmong(db, asking, listed)
  const pupils = new Map(listed.map((pupil) => [pupil.id, pupil]))
  const matches = match(
    listed.map((pupil) => ({ ...pupil, ine: numbersOf(pupil) })),
    asking.map((request) => ({ ...request, ine: inHex(request.ine) })),
    judged,
  )
  return {
    pupils,
    requests: asking.map((request) => ({
      request,
      enrolment: enrolmentOf(matches.get(request.id) ?? { answer: 'not-found' }, request, pupils, today),
    })),
  }
}

/** Those on a list who are there and of whom no request may be. */
export function withoutRequest({ requests, pupils }: Report, today: Day): EnrolledPupil[] {
  const asked = new Set(requests.flatMap(({ enrolment }) => [enrolment.pupil, ...enrolment.candidates]))
  return [...pupils.values()].filter((pupil) => !hasLeft(pupil, today) && !asked.has(pupil.id))
}

/** What somebody said of them before, of whoever stands for the same pupil on this list. */
async function judgedAmong(db: Reader, asking: readonly { id: number }[], listed: readonly EnrolledPupil[]): Promise<Judged[]> {
  if (asking.length === 0) return []
  const judgements = await db
    .selectFrom('enrolment_judgements')
    .select(['application_id', 'keys', 'is_same'])
    .where('application_id', '=', sql<number>`any(${asking.map(({ id }) => id)}::bigint[])`)
    .orderBy('id')
    .execute()
  if (judgements.length === 0) return []
  const byKey = new Map<string, number[]>()
  for (const { id, keys } of listed) for (const key of keys) byKey.set(key.toString('hex'), [...(byKey.get(key.toString('hex')) ?? []), id])
  return judgements.flatMap(({ application_id, keys, is_same }) =>
    [...new Set(keys.flatMap((key) => byKey.get(key.toString('hex')) ?? []))].map((pupil) => ({
      asking: application_id,
      listed: pupil,
      isSame: is_same,
    })),
  )
}

/** A request of that school with what its list in use says of it, and those who may be its author. */
export async function comparisonOf(db: Reader, office: SchoolUser, number: string) {
  const request = found(
    await requests(db).where('r.file_number', '=', number).where('r.school_id', '=', office.school_id).executeTakeFirst(),
  )
  const answer = await db
    .selectFrom('enrolment_answers')
    .select(['list_id', 'pupil_id'])
    // An array of bigints comes as texts.
    .select(sql<string[]>`candidates`.as('candidates'))
    .select(sql<Answer>`answer`.as('answer'))
    .select(sql<Why | null>`why`.as('why'))
    .select(sql<Differs[]>`differs`.as('differs'))
    .where('application_id', '=', request.id)
    .executeTakeFirst()
  const ids = answer ? [...(answer.pupil_id === null ? [] : [answer.pupil_id]), ...answer.candidates.map(Number)] : []
  const pupils = answer ? await pupilsAmong(db, answer.list_id, ids) : []
  return { request, answer, pupils }
}

export type Comparison = Awaited<ReturnType<typeof comparisonOf>>

/** The schools whose requests changed since they were looked for on its list, or were never, or whose authors were found and have left since. */
export async function listsToLookInto(db: Reader, today: Day): Promise<{ school_id: number; campaign_id: number }[]> {
  const { rows } = await sql<{ school_id: number; campaign_id: number }>`
    select distinct l.school_id, l.campaign_id
    from school_lists l
    join enrolment_requests r on r.school_id = l.school_id and r.campaign_id = l.campaign_id
    left join enrolments e on e.application_id = r.id
    left join pupils_on_lists p on p.id = e.pupil_id and e.answer = 'found'
    where l.state = 'in-use' and (e.application_id is null or e.list_id <> l.id or e.asked_as <> r.asked_as or p.left_on <= ${today})
    order by 1, 2
  `.execute(db)
  return rows
}

/** When the author of a request gave their national number; undefined where its campaign asks for none, because it accepts nothing by lists. */
export const numberGiven = (db: Reader, application: { id: number }) =>
  db
    .selectFrom('applications as a')
    .innerJoin('campaign_calendar as c', 'c.id', 'a.campaign_id')
    .leftJoin('national_numbers as n', 'n.application_id', 'a.id')
    .select('n.given_at')
    .where('a.id', '=', application.id)
    .where('c.enrolment_acceptance', '<>', 'by-hand')
    .executeTakeFirst()

/** What the list in use of their CFA says of the contract of whoever made that request. */
export const contractOnList = (db: Reader, applicationId: number) =>
  db
    .selectFrom('contracts_on_lists')
    .select(['contract_begins_on', 'contract_ends_on', 'contract_broken_on'])
    .where('application_id', '=', applicationId)
    .executeTakeFirst()

/** How many national numbers, and how many answers on one pupil, are compared by fingerprints that were made before then. */
export async function numbersComparedBefore(db: Reader, when: Date): Promise<number> {
  const { rows } = await sql<{ left: number }>`
    select (select count(*) from national_numbers where given_at < ${when})::integer
      + (select count(*) from enrolment_judgements where at < ${when})::integer as left
  `.execute(db)
  return rows[0]?.left ?? 0
}
