import { type AliasableExpression, type RawBuilder, sql } from 'kysely'
import type { Reader } from '../../../platform/database/index.ts'
import { inOrder } from '../../../platform/database/order.ts'
import { LINES_A_PAGE, type Order } from '../../../platform/forms/paging.ts'
import type { Case } from './desk.ts'

/** A condition on the cases, by its name in an address. */
interface Narrowed {
  value: string
  condition: RawBuilder<boolean>
}

export interface Asked {
  /** A name, or a number. */
  search: string
  /** Every state when null. */
  state: string | null
  /** Which of them besides; all, when null. */
  narrowed?: Narrowed | null
  page: number
  order: Order
}

/** What every desk may be sorted by. */
export const CASE_ORDERS = { envoi: ['c.submitted_at', 'c.id'], nom: ['c.search', 'c.id'], numero: ['c.number'] } as const

const among = (db: Reader, cases: AliasableExpression<Case>) => db.selectFrom(cases.as('c'))

/** Every word of it is in the name, or in how it is printed; or it is the number. Signs alone are nobody's name. */
const named = (search: string) =>
  sql<boolean>`(
    searchable(${search}) <> '' and (select bool_and(c.search like '%' || word || '%') from string_to_table(searchable(${search}), ' ') word)
    or c.number = ${search.replace(/[\s.\p{Pd}]/gu, '')})`

/** One page of these cases. */
export async function casesAsked<Row extends Case>(
  db: Reader,
  cases: AliasableExpression<Row>,
  { search, state, narrowed, page, order }: Asked,
): Promise<Row[]> {
  const rows = await among(db, cases)
    .selectAll('c')
    .$if(state !== null, (query) => query.where('c.state', '=', state as string))
    .$if(search !== '', (query) => query.where(named(search)))
    .where(narrowed?.condition ?? sql<boolean>`true`)
    .orderBy(inOrder(order))
    .limit(LINES_A_PAGE)
    .offset((page - 1) * LINES_A_PAGE)
    .execute()
  return rows as Row[]
}

/** How many of them are in each state. */
export async function countsOf(
  db: Reader,
  cases: AliasableExpression<Case>,
  search: string,
  narrowed?: Narrowed | null,
): Promise<Partial<Record<string, number>>> {
  const rows = await among(db, cases)
    .select(['c.state', sql<number>`count(*)`.as('count')])
    .$if(search !== '', (query) => query.where(named(search)))
    .where(narrowed?.condition ?? sql<boolean>`true`)
    .groupBy('c.state')
    .execute()
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]))
}

/** Those of them that have these numbers, the oldest first. */
export async function casesNamed<Row extends Case>(db: Reader, cases: AliasableExpression<Row>, numbers: string[]): Promise<Row[]> {
  const rows = await among(db, cases).selectAll('c').where('c.number', 'in', numbers).orderBy('c.submitted_at').orderBy('c.id').execute()
  return rows as Row[]
}

/** The number of the oldest of them, beside that one. */
export const oldestBeside = (db: Reader, cases: AliasableExpression<Case>, besides: string) =>
  among(db, cases).select('c.number').where('c.number', '<>', besides).orderBy('c.submitted_at').orderBy('c.id').limit(1).executeTakeFirst()
