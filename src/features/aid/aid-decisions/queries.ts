import { sql } from 'kysely'
import type { Db } from '../../../platform/database/index.ts'
import { found } from '../../../platform/errors.ts'
import type { Decider } from '../../../spaces/actors.ts'
import { type Request, type State, sentTo } from '../apprentice-aid/index.ts'
import { AWAITED } from './states.ts'

// What a CFA and the Region read: requests, once they were sent.

/** Those requests, as their list shows them. */
export const requestsFor = (db: Db, decider: Decider) =>
  sentTo(db, decider)
    .innerJoin('beneficiaries as b', 'b.id', 'r.beneficiary_id')
    .leftJoin('schools as s', 's.id', 'r.school_id')
    .select(['r.id', 'r.number', 'r.submitted_at', 'r.contract_year', 'r.transport_cents', 'r.meals_cents', 'r.lodging_cents'])
    .select(['r.distance_checked_m', 'r.bank_holder_differs', 'b.last_name', 'b.first_name', 's.name as school_name'])
    .select(sql<Request['distance_doubts']>`r.distance_doubts`.as('distance_doubts'))
    .select(sql<State>`r.state`.as('state'))

export type RequestLine = Awaited<ReturnType<ReturnType<typeof requestsFor>['executeTakeFirstOrThrow']>>

/** Those that wait for them. */
export const waitingFor = (db: Db, decider: Decider) => requestsFor(db, decider).where('r.state', '=', AWAITED[decider.kind])

/** One request, whole, as who checks it reads it. */
export async function requestFor(db: Db, decider: Decider, number: string) {
  const row = await sentTo(db, decider)
    .innerJoin('beneficiaries as b', 'b.id', 'r.beneficiary_id')
    .innerJoin('card_applications as a', 'a.id', 'r.application_id')
    .leftJoin('schools as s', 's.id', 'a.school_id')
    .leftJoin('courses as c', 'c.code', 'a.course_code')
    .leftJoin('levels as l', 'l.code', 'c.level_code')
    .leftJoin('staff as k', 'k.id', 'r.distance_checked_by')
    .selectAll('r')
    .select(['b.civility', 'b.last_name', 'b.first_name', 'b.birth_date'])
    .select(['a.contract_ends_on', 's.name as school_name', 's.town as school_town', 'c.label as course_label', 'l.label as level_label'])
    .select(sql<string | null>`a.school_elsewhere ->> 'name'`.as('elsewhere_name'))
    .select(sql<string | null>`a.school_elsewhere ->> 'town'`.as('elsewhere_town'))
    .select('k.name as distance_checked_by_name')
    .where('r.number', '=', number)
    .executeTakeFirst()
  return found(row) as unknown as Omit<NonNullable<typeof row>, keyof Request> & Request
}

export type RequestFile = Awaited<ReturnType<typeof requestFor>>
