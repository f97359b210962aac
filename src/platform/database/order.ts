import { type RawBuilder, sql } from 'kysely'
import type { Order } from '../forms/paging.ts'

/** What goes after `order by`: the columns of an order, all one way, so that one index serves it and its reverse. */
export const inOrder = ({ columns, isReversed }: Order): RawBuilder<unknown> =>
  sql.raw(columns.map((column) => (isReversed ? `${column} desc` : column)).join(', '))
