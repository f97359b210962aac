import { sql } from 'kysely'
import type { Reader } from '../../../platform/database/index.ts'
import { inOrder } from '../../../platform/database/order.ts'
import type { Order } from '../../../platform/forms/paging.ts'

/** Each with its photo. */
export const CARDS_A_PAGE = 20

const waiting = (db: Reader) => db.selectFrom('waiting_cards as k')

/** How many cards are to be made. */
export const waitingCount = async (db: Reader): Promise<number> =>
  (await waiting(db).select(sql<number>`count(*)`.as('count')).executeTakeFirstOrThrow()).count

/** What the lists of cards may be sorted by. */
export const WAITING_ORDERS = { depuis: ['k.created_at', 'k.id'], numero: ['k.number'] } as const
export const SET_ASIDE_ORDERS = { depuis: ['k.set_aside_at', 'k.id'] } as const

interface Asked {
  page: number
  order: Order
}

/** One page of the cards to be made; by `depuis`, in the order in which batches take them. */
export const waitingCards = (db: Reader, { page, order }: Asked) =>
  waiting(db)
    .innerJoin('people as b', 'b.id', 'k.beneficiary_id')
    .select(['k.number', 'k.beneficiary_id', 'k.created_at', 'b.last_name', 'b.first_name'])
    .select(['b.printed_last_name', 'b.printed_first_name'])
    .orderBy(inOrder(order))
    .limit(CARDS_A_PAGE)
    .offset((page - 1) * CARDS_A_PAGE)
    .execute()

export const SET_ASIDE_A_PAGE = 20

/** One page of the cards that wait for another photo, and how many there are in all. */
export const cardsSetAside = async (db: Reader, { page, order }: Asked) => {
  const rows = await db
    .selectFrom('live_cards as k')
    .innerJoin('people as b', 'b.id', 'k.beneficiary_id')
    .select(['k.number', 'k.beneficiary_id', 'k.set_aside_at', 'k.set_aside_reason', 'b.last_name', 'b.first_name'])
    .select(sql<number>`count(*) over ()`.as('total'))
    .where('k.set_aside_at', 'is not', null)
    .orderBy(inOrder(order))
    .limit(SET_ASIDE_A_PAGE)
    .offset((page - 1) * SET_ASIDE_A_PAGE)
    .execute()
  return { rows, total: rows[0]?.total ?? 0 }
}

/** How many cards came back and can leave with the next batch. */
export const toPostAgainCount = async (db: Reader): Promise<number> =>
  (
    await db
      .selectFrom('returned_cards')
      .select(sql<number>`count(*)`.as('count'))
      .where('address_confirmed_at', 'is not', null)
      .executeTakeFirstOrThrow()
  ).count

export const RETURNED_A_PAGE = 50

/** One page of the cards that came back and have not left again, the oldest first, and how many there are in all. */
export const cardsReturned = async (db: Reader, page: number) => {
  const rows = await db
    .selectFrom('returned_cards as r')
    .innerJoin('people as b', 'b.id', 'r.beneficiary_id')
    .select(['r.number', 'r.beneficiary_id', 'r.recorded_at', 'r.address_confirmed_at', 'b.last_name', 'b.first_name'])
    .select(sql<number>`count(*) over ()`.as('total'))
    .orderBy('r.recorded_at')
    .orderBy('r.id')
    .limit(RETURNED_A_PAGE)
    .offset((page - 1) * RETURNED_A_PAGE)
    .execute()
  return { rows, total: rows[0]?.total ?? 0 }
}
