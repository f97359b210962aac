import { sql } from 'kysely'
import type { Reader } from '../../../platform/database/index.ts'
import { inOrder } from '../../../platform/database/order.ts'
import { found } from '../../../platform/errors.ts'
import type { Order } from '../../../platform/forms/paging.ts'
import type { Agent } from '../../../spaces/actors.ts'
import { may, type Permission, rolesThatMay } from '../../../spaces/roles.ts'
import { shopRolesThatMay } from '../../../spaces/shop-roles.ts'
import type { ActOfTwo, ActsOfTwo, Outcome } from './act-of-two.ts'

export const ENDED_A_PAGE = 50

interface Row {
  id: number
  kind: string
  subject: string
  input: unknown
  reason: string | null
  started_by: number
  started_by_name: string
  started_at: Date
  ends_at: Date
  outcome: Outcome | null
  finished_by_name: string | null
  finished_at: Date | null
  answer: string | null
}

/** An act that was started, with what its room says of its kind. */
export interface Started extends Row {
  act: ActOfTwo
}

const rowsOf = (db: Reader) =>
  db
    .selectFrom('acts_of_two as a')
    .innerJoin('staff_members as s', 's.id', 'a.started_by')
    .leftJoin('staff_members as f', 'f.id', 'a.finished_by')
    .select([
      'a.id',
      'a.kind',
      'a.subject',
      'a.input',
      'a.reason',
      'a.started_by',
      's.name as started_by_name',
      'a.started_at',
      'a.ends_at',
    ])
    .select(['a.finished_at', 'a.answer', 'f.name as finished_by_name'])
    .select(sql<Outcome | null>`a.outcome`.as('outcome'))

const withActs = (rows: Row[], acts: ActsOfTwo): Started[] =>
  rows.flatMap((row) => {
    const act = acts.get(row.kind)
    return act ? [{ ...row, act }] : []
  })

/** Which kinds an agent may finish. */
const finishedBy = (agent: Agent, acts: ActsOfTwo): string[] =>
  [...acts.values()].filter(({ finishes }) => may(agent, finishes)).map(({ kind }) => kind)

/** Which they may start. */
const startedBy = (agent: Agent, acts: ActsOfTwo): string[] =>
  [...acts.values()].filter(({ starts }) => may(agent, starts)).map(({ kind }) => kind)

/** Of the acts that this agent started, as long as they may, and of those that they may finish: others say what is not theirs to read. */
const isTheirs = (agent: Agent, acts: ActsOfTwo) =>
  sql<boolean>`(a.kind = any(${finishedBy(agent, acts)}::text[]) or (a.started_by = ${agent.id} and a.kind = any(${startedBy(agent, acts)}::text[])))`

/** What waits: what this agent started, and what they may finish; oldest first. */
export async function waitingActs(db: Reader, now: Date, agent: Agent, acts: ActsOfTwo) {
  const rows = await rowsOf(db)
    .where('a.outcome', 'is', null)
    .where('a.ends_at', '>', now)
    .where(isTheirs(agent, acts))
    .orderBy('a.started_at')
    .orderBy('a.id')
    .execute()
  const all = withActs(rows, acts)
  return {
    own: all.filter(({ started_by }) => started_by === agent.id),
    others: all.filter(({ started_by }) => started_by !== agent.id),
  }
}

/** How many wait for this agent, and since when. */
export async function waitingFor(db: Reader, now: Date, agent: Agent, acts: ActsOfTwo) {
  return db
    .selectFrom('acts_of_two')
    .select([sql<number>`count(*)`.as('count'), sql<Date | null>`min(started_at)`.as('since')])
    .where('outcome', 'is', null)
    .where('ends_at', '>', now)
    .where('started_by', '<>', agent.id)
    .where('kind', '=', sql<string>`any(${finishedBy(agent, acts)}::text[])`)
    .executeTakeFirstOrThrow()
}

/** The act that waits about a thing, which a page of that thing shows; undefined when none does. */
export const waitingAbout = (db: Reader, now: Date, act: Pick<ActOfTwo, 'kind'>, subject: string | number) =>
  db
    .selectFrom('acts_of_two as a')
    .innerJoin('staff_members as s', 's.id', 'a.started_by')
    .select(['a.id', 'a.started_at', 'a.started_by', 's.name as started_by_name'])
    .where('a.kind', '=', act.kind)
    .where('a.subject', '=', String(subject))
    .where('a.outcome', 'is', null)
    .where('a.ends_at', '>', now)
    .executeTakeFirst()

/** What the list of those that have ended may be sorted by. */
export const ENDED_ORDERS = { date: ['a.finished_at', 'a.id'] } as const

/** One page of what has ended of what an agent may finish or started, and how much there is of it. */
export async function endedActs(db: Reader, agent: Agent, acts: ActsOfTwo, { page, order }: { page: number; order: Order }) {
  const rows = await rowsOf(db)
    .select(sql<number>`count(*) over ()`.as('total'))
    .where('a.outcome', 'is not', null)
    .where(isTheirs(agent, acts))
    .orderBy(inOrder(order))
    .limit(ENDED_A_PAGE)
    .offset((page - 1) * ENDED_A_PAGE)
    .execute()
  return { rows: withActs(rows, acts), total: rows[0]?.total ?? 0 }
}

/** One of them, if it is this agent's business. */
export async function actById(db: Reader, agent: Agent, acts: ActsOfTwo, id: number): Promise<Started> {
  const row = found(await rowsOf(db).where('a.id', '=', id).where(isTheirs(agent, acts)).executeTakeFirst())
  return found(withActs([row], acts)[0])
}

/** How many open accounts could finish such an act, but for some. */
export async function othersWhoFinish(db: Reader, permission: Permission, but: number[]): Promise<number> {
  const { count } = await db
    .selectFrom('staff_at_work')
    .select(sql<number>`count(*)`.as('count'))
    .where(sql<boolean>`region_roles && ${rolesThatMay(permission)}::text[]`)
    .where(sql<boolean>`id <> all(${but}::bigint[])`)
    .executeTakeFirstOrThrow()
  return count
}

/** Whether an account is open that may start such an act. */
export const mayStart = async (
  db: Reader,
  id: number,
  { starts, startsAtShop }: Pick<ActOfTwo, 'starts' | 'startsAtShop'>,
): Promise<boolean> =>
  (await db
    .selectFrom('staff_at_work')
    .select('id')
    .where('id', '=', id)
    .where(
      sql<boolean>`(region_roles && ${rolesThatMay(starts)}::text[] or exists (
        select from shop_users_at_work u
        where u.id = staff_at_work.id and u.roles && ${startsAtShop ? shopRolesThatMay(startsAtShop) : []}::text[]))`,
    )
    .executeTakeFirst()) !== undefined

/** Whether the latest act of that kind about a thing is still somebody's: agreed to, or asked for by who may ask for it. True where none is known. */
export async function isStillAsked(
  db: Reader,
  { kind, ...starting }: Pick<ActOfTwo, 'kind' | 'starts' | 'startsAtShop'>,
  subject: string | number,
): Promise<boolean> {
  const act = await db
    .selectFrom('acts_of_two')
    .select(['started_by', 'outcome'])
    .where('kind', '=', kind)
    .where('subject', '=', String(subject))
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return !act || act.outcome === 'agreed' || mayStart(db, act.started_by, starting)
}

/** Who started and who agreed to what was done of that kind about a thing. */
export async function whoDid(db: Reader, kind: string, subject: string): Promise<number[]> {
  const rows = await db
    .selectFrom('acts_of_two')
    .select(['started_by', 'finished_by'])
    .where('kind', '=', kind)
    .where('subject', '=', subject)
    .where('outcome', '=', 'agreed')
    .execute()
  return rows.flatMap(({ started_by, finished_by }) => [started_by, ...(finished_by === null ? [] : [finished_by])])
}
