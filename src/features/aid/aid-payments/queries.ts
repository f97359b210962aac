import { sql } from 'kysely'
import type { Reader, Tx } from '../../../platform/database/index.ts'
import { inOrder } from '../../../platform/database/order.ts'
import { frenchMinute } from '../../../platform/dates.ts'
import { found, UserError } from '../../../platform/errors.ts'
import type { Order } from '../../../platform/forms/paging.ts'
import type { Outcome } from './payment.ts'

/** The accepted requests that no batch has taken yet. */
export const waitingForPayment = (db: Reader) =>
  db
    .selectFrom('aid_requests')
    .select([sql<number>`count(*)`.as('requests'), sql<number>`coalesce(sum(total_cents), 0)`.as('total_cents')])
    .where('state', '=', 'accepted')
    .executeTakeFirstOrThrow()

const batches = (db: Reader) =>
  db
    .selectFrom('aid_payment_batches as b')
    .innerJoin('staff_members as s', 's.id', 'b.created_by')
    .leftJoin('staff_members as d', 'd.id', 'b.given_by')
    .leftJoin('staff_members as c', 'c.id', 'b.cancelled_by')
    .leftJoin('staff_members as r', 'r.id', 'b.released_by')
    .innerJoin('aid_payment_lines as l', 'l.batch_id', 'b.id')
    .select(['b.id', 'b.created_at', 'b.given_at', 'b.cancelled_at', 'b.cancel_reason'])
    .select(['s.name as created_by_name', 'd.name as given_by_name', 'c.name as cancelled_by_name'])
    .select(['b.released_at', 'r.name as released_by_name'])
    .select([
      sql<number>`count(*)`.as('transfers'),
      sql<number>`sum(l.amount_cents)`.as('total_cents'),
      sql<number>`count(*) filter (where l.outcome is null)`.as('sent'),
      sql<number>`count(*) filter (where l.outcome = 'paid')`.as('paid'),
      sql<number>`count(*) filter (where l.outcome = 'rejected')`.as('rejected'),
    ])
    .groupBy(['b.id', 's.name', 'd.name', 'c.name', 'r.name'])

export const BATCHES_A_PAGE = 20

export const BATCH_ORDERS = { numero: ['b.id'] } as const

/** One page of the batches. */
export const batchesOf = (db: Reader, { page, order }: { page: number; order: Order }) =>
  batches(db)
    .orderBy(inOrder(order))
    .limit(BATCHES_A_PAGE)
    .offset((page - 1) * BATCHES_A_PAGE)
    .execute()

export const countBatches = async (db: Reader): Promise<number> =>
  (await db.selectFrom('aid_payment_batches').select(sql<number>`count(*)`.as('count')).executeTakeFirstOrThrow()).count

export const batchOf = async (db: Reader, id: number) => found(await batches(db).where('b.id', '=', id).executeTakeFirst())

export type Batch = Awaited<ReturnType<typeof batchOf>>

/**
 * A batch, locked until the end of the transaction: one thing at a time happens to it.
 * @throws UserError 404 without such a batch, 409 `aid-batch.cancelled`
 */
export async function batchToChange(tx: Tx, id: number): Promise<Batch> {
  await tx.selectFrom('aid_payment_batches').select('id').where('id', '=', id).forUpdate().execute()
  const batch = await batchOf(tx, id)
  if (batch.cancelled_at === null) return batch
  const sentence = `Ce lot a été annulé par ${batch.cancelled_by_name}, le ${frenchMinute(batch.cancelled_at)} : il n’y a plus rien à en faire.`
  throw new UserError('aid-batch.cancelled', sentence, { status: 409 })
}

export const isNotReleased = () =>
  new UserError('aid-batch.not-released', 'Ce lot attend encore la validation d’une seconde personne.', { status: 409 })

/** Of what a batch pays, what was rejected by an earlier one, and what an answer of the bank says was paid all the same. */
export const paidBefore = (db: Reader, batchId: number) =>
  db
    .selectFrom('aid_payment_lines as l')
    .select((eb) => [
      sql<number>`count(*) filter (where ${eb.exists(
        eb
          .selectFrom('aid_payment_lines as o')
          .select('o.batch_id')
          .whereRef('o.request_id', '=', 'l.request_id')
          .where('o.outcome', '=', 'rejected'),
      )})`.as('rejected'),
      sql<number>`count(*) filter (where ${eb.exists(
        eb.selectFrom('aids_said_paid as s').select('s.request_id').whereRef('s.request_id', '=', 'l.request_id'),
      )})`.as('said_paid'),
    ])
    .where('l.batch_id', '=', batchId)
    .executeTakeFirstOrThrow()

export const LINES_A_PAGE = 100

const lines = (db: Reader, batchId: number) =>
  db
    .selectFrom('aid_payment_lines as l')
    .innerJoin('aid_requests as r', 'r.id', 'l.request_id')
    .innerJoin('people as b', 'b.id', 'r.beneficiary_id')
    .select(['l.request_id', 'l.amount_cents', 'l.reason', 'l.settled_at', 'r.number', 'b.last_name', 'b.first_name'])
    .select(['r.bank_holder', 'r.iban_first4', 'r.iban_last4'])
    .select(sql<Outcome>`l.outcome`.as('outcome'))
    .where('l.batch_id', '=', batchId)

/** What its lines may be sorted by; without being asked to, what has no answer first. */
export const LINE_ORDERS = {
  reponse: ['l.outcome is not null', 'l.request_id'],
  demande: ['l.request_id'],
  montant: ['l.amount_cents', 'l.request_id'],
} as const

/** One page of a batch's lines. */
export const linesOf = (db: Reader, batchId: number, { page, order }: { page: number; order: Order }) =>
  lines(db, batchId)
    .orderBy(inOrder(order))
    .limit(LINES_A_PAGE)
    .offset((page - 1) * LINES_A_PAGE)
    .execute()

/** The requests of a batch's lines, locked until the end of the transaction. */
export async function requestsOf(tx: Tx, batchId: number): Promise<number[]> {
  const lines = await tx
    .selectFrom('aid_payment_lines')
    .select('request_id')
    .where('batch_id', '=', batchId)
    .orderBy('request_id')
    .forUpdate()
    .execute()
  return lines.map(({ request_id }) => request_id)
}
