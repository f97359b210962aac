import { type AliasableExpression, type RawBuilder, sql } from 'kysely'
import type { Reader } from '../../../platform/database/index.ts'
import { inOrder } from '../../../platform/database/order.ts'
import type { Order } from '../../../platform/forms/paging.ts'
import type { Case } from './desk.ts'

/** What of the cases is asked for, whatever page of it is shown. */
export interface Narrowed {
  /** A name, or a number. */
  search: string
  /** Every state when null. */
  state: string | null
  conditions: readonly RawBuilder<boolean>[]
}

export interface Asked extends Narrowed {
  page: number
  aPage: number
  order: Order
}

/** What every desk may be sorted by. */
export const CASE_ORDERS = {
  envoi: ['c.submitted_at', 'c.id'],
  nom: ['c.search', 'c.id'],
  numero: ['c.number'],
  etat: ['c.state', 'c.submitted_at', 'c.id'],
} as const

const among = (db: Reader, cases: AliasableExpression<Case>) => db.selectFrom(cases.as('c'))

/** Every word of it is in the name, or in how it is printed; or it is the number. Signs alone are nobody's name. */
const named = (search: string) =>
  sql<boolean>`(
    searchable(${search}) <> '' and (select bool_and(c.search like '%' || word || '%') from string_to_table(searchable(${search}), ' ') word)
    or c.number = ${search.replace(/[\s.\p{Pd}]/gu, '')})`

/** Whatever their state. */
const narrowedTo = ({ search, conditions }: Omit<Narrowed, 'state'>) =>
  sql<boolean>`${sql.join([sql`true`, ...(search === '' ? [] : [named(search)]), ...conditions], sql` and `)}`

/** One page of these cases. */
export async function casesAsked<Row extends Case>(db: Reader, cases: AliasableExpression<Row>, asked: Asked): Promise<Row[]> {
  const rows = await among(db, cases)
    .selectAll('c')
    .$if(asked.state !== null, (query) => query.where('c.state', '=', asked.state as string))
    .where(narrowedTo(asked))
    .orderBy(inOrder(asked.order))
    .limit(asked.aPage)
    .offset((asked.page - 1) * asked.aPage)
    .execute()
  return rows as Row[]
}

/** How many of them are in each state. */
export async function countsOf(
  db: Reader,
  cases: AliasableExpression<Case>,
  asked: Omit<Narrowed, 'state'>,
): Promise<Partial<Record<string, number>>> {
  const rows = await among(db, cases)
    .select(['c.state', sql<number>`count(*)`.as('count')])
    .where(narrowedTo(asked))
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

/** Of all states together. */
export const inAll = (counts: Partial<Record<string, number>>): number =>
  Object.values(counts).reduce<number>((sum, count) => sum + (count ?? 0), 0)
