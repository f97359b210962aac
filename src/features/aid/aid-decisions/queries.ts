import type { Reader } from '../../../platform/database/index.ts'
import { found } from '../../../platform/errors.ts'
import type { Agent, SchoolUser } from '../../../spaces/actors.ts'
import type { Request, State } from '../apprentice-aid/index.ts'
import { AWAITED } from './states.ts'

// What a CFA and the Region read: requests, once they were sent. A CFA reads its own apprentices', an agent all of them.

/** What of a decider says which requests are theirs. */
type Desk = Pick<SchoolUser, 'kind' | 'school_id'> | Pick<Agent, 'kind'>

const sentTo = (db: Reader, decider: Desk) => {
  const sent = db.selectFrom('aid_requests_to_decide as r').innerJoin('people as b', 'b.id', 'r.beneficiary_id')
  return decider.kind === 'school' ? sent.where('r.school_id', '=', decider.school_id) : sent
}

/** Those requests, as their list shows them. */
export const requestsFor = (db: Reader, decider: Desk) =>
  sentTo(db, decider)
    .leftJoin('school_directory as s', 's.id', 'r.school_id')
    .select(['r.id', 'r.number', 'r.submitted_at', 'r.contract_year', 'r.transport_cents', 'r.meals_cents', 'r.lodging_cents'])
    .select(['r.distance_checked_m', 'r.bank_holder_differs', 'b.last_name', 'b.first_name', 's.name as school_name'])
    .select(['b.printed_last_name', 'b.printed_first_name', 'b.search'])
    .select(['r.distance_doubts', 'r.state'])
    .$narrowType<{ state: State; distance_doubts: Request['distance_doubts'] }>()

export type RequestLine = Awaited<ReturnType<ReturnType<typeof requestsFor>['executeTakeFirstOrThrow']>>

/** Those that wait for them. */
export const waitingFor = (db: Reader, decider: Desk) => requestsFor(db, decider).where('r.state', '=', AWAITED[decider.kind])

/** One request, whole, as who checks it reads it. */
export async function requestFor(db: Reader, decider: Desk, number: string) {
  const row = await sentTo(db, decider)
    .innerJoin('applications as a', 'a.id', 'r.application_id')
    .leftJoin('staff_members as k', 'k.id', 'r.distance_checked_by')
    // Looked for, not joined: the view would first be made of everybody's contracts.
    .leftJoinLateral(
      (eb) =>
        eb
          .selectFrom('contracts as k')
          .select(['k.contract_ends_on', 'k.cfa_name', 'k.cfa_town'])
          .whereRef('k.application_id', '=', 'r.application_id')
          .whereRef('k.contract_signed_on', '=', 'r.contract_signed_on')
          .limit(1)
          .as('c'),
      (join) => join.onTrue(),
    )
    .selectAll('r')
    .select(['b.civility', 'b.last_name', 'b.first_name', 'b.printed_last_name', 'b.printed_first_name', 'b.search', 'b.birth_date'])
    .select([
      'c.contract_ends_on',
      'c.cfa_name as school_name',
      'c.cfa_town as school_town',
      'a.file_number',
      'a.course_label',
      'a.level_label',
    ])
    .select('k.name as distance_checked_by_name')
    .where('r.number', '=', number)
    .executeTakeFirst()
  return found(row) as unknown as Omit<NonNullable<typeof row>, keyof Request> & Request
}

export type RequestFile = Awaited<ReturnType<typeof requestFor>>
