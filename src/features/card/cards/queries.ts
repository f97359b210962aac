import { sql } from 'kysely'
import type { Reader } from '../../../platform/database/index.ts'
import { inOrder } from '../../../platform/database/order.ts'
import { found } from '../../../platform/errors.ts'
import type { Order } from '../../../platform/forms/paging.ts'
import type { Address } from '../../people/addresses/index.ts'
import { CARDS_A_BATCH, CARDS_A_BATCH_AT_MOST } from './card.ts'

/** Somebody's live card with what is drawn on it. */
export const liveCardOf = (db: Reader, beneficiaryId: number) =>
  liveCards(db).where('k.beneficiary_id', '=', beneficiaryId).executeTakeFirst()

/** The live card under that number. */
export const cardByNumber = (db: Reader, number: string) => liveCards(db).where('k.number', '=', number).executeTakeFirst()

const liveCards = (db: Reader) =>
  db
    .selectFrom('live_cards as k')
    .innerJoin('people as b', 'b.id', 'k.beneficiary_id')
    .select([
      'k.id',
      'k.number',
      'k.beneficiary_id',
      'k.photo_file_id',
      'k.created_at',
      'k.set_aside_reason',
      'k.campaign_name',
      'b.first_name',
      'b.last_name',
      'b.printed_first_name',
      'b.printed_last_name',
    ])

/** What the list of batches may be sorted by. */
export const BATCH_ORDERS = { numero: ['t.id'] } as const

interface Asked {
  page: number
  order: Order
}

const batches = (db: Reader) =>
  db
    .selectFrom('card_batches as t')
    .innerJoin('staff_members as s', 's.id', 't.created_by')
    .select(['t.id', 't.created_at', 't.made_at', 't.shipped_at', 's.name as created_by_name'])
    .select(
      sql<number>`(select count(*) from cards k where k.batch_id = t.id) + (select count(*) from card_returns r where r.batch_id = t.id)`.as(
        'cards',
      ),
    )

export const BATCHES_A_PAGE = 20

/** One page of the batches, and how many there are in all. */
export const batchesOf = async (db: Reader, { page, order }: Asked) => {
  const rows = await batches(db)
    .select(sql<number>`count(*) over ()`.as('total'))
    .orderBy(inOrder(order))
    .limit(BATCHES_A_PAGE)
    .offset((page - 1) * BATCHES_A_PAGE)
    .execute()
  return { rows, total: rows[0]?.total ?? 0 }
}

/** One batch, or 404. */
export const batchOf = async (db: Reader, id: number) => found(await batches(db).where('t.id', '=', id).executeTakeFirst())

/** How many cards the last batch took at most: what the next one is offered. */
export async function lastBatchSize(db: Reader): Promise<number> {
  const last = await db.selectFrom('card_batches').select('at_most').orderBy('id', 'desc').limit(1).executeTakeFirst()
  return last?.at_most ?? CARDS_A_BATCH
}

/** Somebody's card that came back and has not left again, with where it would be posted. */
export const returnedCardOf = (db: Reader, beneficiaryId: number) =>
  db
    .selectFrom('returned_cards as r')
    .innerJoin('open_accounts as b', 'b.id', 'r.beneficiary_id')
    .select(['r.number', 'r.recorded_at', 'r.address_confirmed_at'])
    .select(sql<Address | null>`b.address`.as('address'))
    .where('r.beneficiary_id', '=', beneficiaryId)
    .executeTakeFirst()

/** The live cards of a batch, in the order of their list; opposed since, a card is not made. */
export const cardsOfBatch = (db: Reader, batchId: number) =>
  db
    .selectFrom('live_cards as k')
    .innerJoin('open_accounts as b', 'b.id', 'k.beneficiary_id')
    .select(['k.number', 'k.beneficiary_id', 'k.photo_file_id', 'k.campaign_name', 'b.last_name', 'b.first_name', 'b.address'])
    .select(['b.printed_last_name', 'b.printed_first_name'])
    .select(sql<boolean>`k.batch_id is distinct from ${batchId}`.as('is_returned'))
    .where((eb) =>
      eb.or([
        eb('k.batch_id', '=', batchId),
        eb('k.id', 'in', eb.selectFrom('card_returns').select('card_id').where('card_returns.batch_id', '=', batchId)),
      ]),
    )
    .orderBy('k.id')
    .limit(CARDS_A_BATCH_AT_MOST)
    .execute()
