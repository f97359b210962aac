import { type ExpressionBuilder, sql } from 'kysely'
import type { Reader, Tx } from '../../../platform/database/index.ts'
import { found } from '../../../platform/errors.ts'
import type { Agent, SchoolUser } from '../../../spaces/actors.ts'
import type { State } from './aid.ts'
import type { DeciderKind } from './desk.ts'
import type { Request } from './queries.ts'

// What a CFA and the Region read: requests, once they were sent.

/** Who checks: a CFA its own apprentices' requests, an agent those of all. */
export type Decider = SchoolUser | Agent

export const PAGE_SIZE = 50

export interface Search {
  search: string
  /** Every state when null. */
  state: State | null
  page: number
}

/** The requests that one may read, as a condition on `apprentice_aid_requests as r`. */
const readBy = (decider: Decider) => (decider.kind === 'school' ? sql<boolean>`r.school_id = ${decider.school_id}` : sql<boolean>`true`)

const sentTo = (db: Reader, decider: Decider) =>
  db
    .selectFrom('apprentice_aid_requests as r')
    .innerJoin('people as b', 'b.id', 'r.beneficiary_id')
    .where(readBy(decider))
    .where('r.state', '<>', 'draft')

const named = (search: string) => (eb: ExpressionBuilder<{ b: { last_name: string; first_name: string } }, 'b'>) => {
  const name = sql<string>`searchable(${eb.ref('b.last_name')} || ' ' || ${eb.ref('b.first_name')} || ' ' || ${eb.ref('b.last_name')})`
  return sql<boolean>`(${name} like '%' || searchable(${search}) || '%' or r.number = ${search})`
}

/** One page of those requests, oldest first. */
export async function requestsFor(db: Reader, decider: Decider, { search, state, page }: Search) {
  const rows = await sentTo(db, decider)
    .leftJoin('school_directory as s', 's.id', 'r.school_id')
    .select(['r.number', 'r.submitted_at', 'r.contract_year', 'r.transport_cents', 'r.meals_cents', 'r.lodging_cents'])
    .select(['r.distance_doubts', 'r.distance_checked_m', 'r.bank_holder_differs'])
    .select(['b.last_name', 'b.first_name', 's.name as school_name'])
    .select(sql<State>`r.state`.as('state'))
    .$if(state !== null, (query) => query.where('r.state', '=', state as State))
    .$if(search !== '', (query) => query.where(named(search)))
    .orderBy('r.submitted_at')
    .orderBy('r.id')
    .limit(PAGE_SIZE)
    .offset((page - 1) * PAGE_SIZE)
    .execute()
  return rows as (Omit<(typeof rows)[number], 'distance_doubts'> & Pick<Request, 'distance_doubts'>)[]
}

export type RequestLine = Awaited<ReturnType<typeof requestsFor>>[number]

/** How many of them are in each state. */
export async function countsFor(db: Reader, decider: Decider, search: string): Promise<Partial<Record<State, number>>> {
  const rows = await sentTo(db, decider)
    .select(['r.state', sql<number>`count(*)`.as('count')])
    .$if(search !== '', (query) => query.where(named(search)))
    .groupBy('r.state')
    .execute()
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]))
}

/** One request, whole, as who checks it reads it. */
export async function requestFor(db: Reader, decider: Decider, number: string) {
  const row = await sentTo(db, decider)
    .innerJoin('applications as a', 'a.id', 'r.application_id')
    .leftJoin('staff_members as k', 'k.id', 'r.distance_checked_by')
    .selectAll('r')
    .select(['b.civility', 'b.last_name', 'b.first_name', 'b.birth_date'])
    .select(['a.contract_ends_on', 'a.school_name', 'a.school_town', 'a.course_label', 'a.level_label'])
    .select('k.name as distance_checked_by_name')
    .where('r.number', '=', number)
    .executeTakeFirst()
  return found(row) as unknown as Omit<NonNullable<typeof row>, keyof Request> & Request
}

export type RequestFile = Awaited<ReturnType<typeof requestFor>>

/** What a decision needs to know of a request. */
export type ToDecide = Pick<
  Request,
  'id' | 'beneficiary_id' | 'state' | 'distance_doubts' | 'distance_m' | 'distance_checked_m' | 'transport_cents' | 'bands'
> & { meals_cents: number; lodging_cents: number }

/** A request that was sent, locked until the end of the transaction. */
export async function requestToDecide(tx: Tx, decider: Decider, number: string): Promise<ToDecide> {
  const row = await tx
    .selectFrom('apprentice_aid_requests as r')
    .select(['r.id', 'r.beneficiary_id', 'r.state', 'r.distance_doubts', 'r.distance_m', 'r.distance_checked_m'])
    .select(['r.transport_cents', 'r.meals_cents', 'r.lodging_cents', 'r.bands'])
    .where(readBy(decider))
    .where('r.state', '<>', 'draft')
    .where('r.number', '=', number)
    .forUpdate()
    .executeTakeFirst()
  return found(row) as unknown as ToDecide
}

const AWAITED: Record<DeciderKind, State> = { school: 'awaiting-school', agent: 'awaiting-region' }

/** The state in which requests wait for them. */
export const awaitedBy = ({ kind }: Decider): State => AWAITED[kind]

/** The oldest request that still waits for them, beside that one. */
export const nextFor = (db: Reader, decider: Decider, besides: string) =>
  sentTo(db, decider)
    .select('r.number')
    .where('r.state', '=', awaitedBy(decider))
    .where('r.number', '<>', besides)
    .orderBy('r.submitted_at')
    .orderBy('r.id')
    .limit(1)
    .executeTakeFirst()
