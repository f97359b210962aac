import { sql } from 'kysely'
import type { Reader } from '../../../platform/database/index.ts'
import { inOrder } from '../../../platform/database/order.ts'
import { found } from '../../../platform/errors.ts'
import type { Order } from '../../../platform/forms/paging.ts'

export const DUES_A_PAGE = 50
export const SETTLEMENTS_A_PAGE = 20

interface Dues {
  /** What a settlement would pay, and to how many. */
  total_cents: number
  partners: number
  /** What waits, since its partners are frozen. */
  held_cents: number
  lines: number
  /** One page of the partners that are owed something. */
  rows: {
    id: number
    code: string
    name: string
    town: string
    transactions: number
    since: string
    amount_cents: number
    is_held: boolean
  }[]
}

/** What is due is computed each time, for all: so is its order. */
export const DUE_ORDERS = {
  montant: ['due.amount_cents', 'p.id'],
  code: ['p.code'],
  partenaire: ['p.name', 'p.id'],
  ville: ['p.town', 'p.name', 'p.id'],
  depuis: ['due.since', 'p.id'],
} as const

/** What the Region owes to its partners, and one page of them. */
export async function duesOf(db: Reader, { page, order }: { page: number; order: Order }): Promise<Dues> {
  const { rows } = await sql<Dues>`
    with due as materialized (select * from partner_dues where amount_cents > 0)
    select (select coalesce(sum(amount_cents), 0)::bigint from due where not is_held) as total_cents,
      (select count(*) from due where not is_held) as partners,
      (select coalesce(sum(amount_cents), 0)::bigint from due where is_held) as held_cents, (select count(*) from due) as lines,
      (
        select coalesce(json_agg(listed), '[]')
        from (
          select p.id, p.code, p.name, p.town, due.transactions, due.since, due.amount_cents, due.is_held
          from due join partner_directory p on p.id = due.partner_id
          order by ${inOrder(order)}
          limit ${DUES_A_PAGE} offset ${(page - 1) * DUES_A_PAGE}
        ) listed
      ) as rows
  `.execute(db)
  return rows[0] as Dues
}

/** What a settlement would take now: not what is held. */
export const duesTotal = (db: Reader) =>
  db
    .selectFrom('partner_dues')
    .select([sql<number>`count(*)`.as('partners'), sql<number>`coalesce(sum(amount_cents), 0)::bigint`.as('total_cents')])
    .where('amount_cents', '>', 0)
    .where('is_held', '=', false)
    .executeTakeFirstOrThrow()

/** What it pays, and to how many: not the lines that are held. */
const settlements = (db: Reader) =>
  db
    .selectFrom('settlements as s')
    .innerJoin('staff_members as f', 'f.id', 's.prepared_by')
    .leftJoin('staff_members as g', 'g.id', 's.paid_by')
    .leftJoin('staff_members as h', 'h.id', 's.released_by')
    .select(['s.id', 's.prepared_at', 'f.name as prepared_by_name', 's.paid_at', 'g.name as paid_by_name'])
    .select(['s.released_at', 's.by_transfers', 'h.name as released_by_name'])
    .select((eb) => [
      eb
        .selectFrom('settlement_lines as l')
        .select(sql<number>`coalesce(sum(l.amount_cents), 0)::bigint`.as('cents'))
        .whereRef('l.settlement_id', '=', 's.id')
        .where('l.held_at', 'is', null)
        .as('total_cents'),
      eb
        .selectFrom('settlement_lines as l')
        .select(sql<number>`count(*)`.as('lines'))
        .whereRef('l.settlement_id', '=', 's.id')
        .where('l.held_at', 'is', null)
        .as('partners'),
    ])

export const SETTLEMENT_ORDERS = { numero: ['s.id'] } as const

/** One page of the settlements. */
export const settlementsMade = (db: Reader, { page, order }: { page: number; order: Order }) =>
  settlements(db)
    .orderBy(inOrder(order))
    .limit(SETTLEMENTS_A_PAGE)
    .offset((page - 1) * SETTLEMENTS_A_PAGE)
    .execute()

/** How many there are. */
export const countSettlements = async (db: Reader): Promise<number> =>
  (await db.selectFrom('settlements').select(sql<number>`count(*)`.as('count')).executeTakeFirstOrThrow()).count

/** One of them. */
export const settlementOf = async (db: Reader, id: number) => found(await settlements(db).where('s.id', '=', id).executeTakeFirst())

/**
 * The lines that a settlement is let out without, and what they come to: as long as it waits, those of partners that are frozen now; afterwards
 * those that were held.
 */
export async function heldOf(db: Reader, settlementId: number) {
  const rows = await db
    .selectFrom('settlement_lines as l')
    .innerJoin('settlements as s', 's.id', 'l.settlement_id')
    .innerJoin('partner_directory as p', 'p.id', 'l.partner_id')
    .select(['p.name', 'l.amount_cents'])
    .where('l.settlement_id', '=', settlementId)
    .where(sql<boolean>`case when s.released_at is null then p.frozen_at else l.held_at end is not null`)
    .orderBy('p.name')
    .execute()
  return { names: rows.map(({ name }) => name), total_cents: rows.reduce((sum, { amount_cents }) => sum + amount_cents, 0) }
}

/** The lines that it pays, by partner's code. */
export const linesOf = (db: Reader, settlementId: number) =>
  db
    .selectFrom('settlement_lines as l')
    .innerJoin('partner_directory as p', 'p.id', 'l.partner_id')
    .select(['p.code', 'p.name', 'p.postcode', 'p.town', 'p.frozen_at', 'l.amount_cents', 'l.last_transaction_id'])
    .where('l.settlement_id', '=', settlementId)
    .where('l.held_at', 'is', null)
    .orderBy('p.code')
    .execute()

/** What the page of a settlement may be sorted by. */
export const LINE_ORDERS = {
  code: ['p.code'],
  partenaire: ['p.name', 'p.id'],
  ville: ['p.town', 'p.name', 'p.id'],
  montant: ['l.amount_cents', 'p.id'],
} as const

/** One page of its lines, with those that are held. */
export const someLinesOf = (db: Reader, settlementId: number, { page, order }: { page: number; order: Order }) =>
  db
    .selectFrom('settlement_lines as l')
    .innerJoin('partner_directory as p', 'p.id', 'l.partner_id')
    .select([
      'p.code',
      'p.name',
      'p.town',
      'l.amount_cents',
      'l.held_at',
      'l.taken_up_in',
      'l.paid_at',
      sql<number>`count(*) over ()`.as('total'),
    ])
    .where('l.settlement_id', '=', settlementId)
    .orderBy(inOrder(order))
    .limit(DUES_A_PAGE)
    .offset((page - 1) * DUES_A_PAGE)
    .execute()

/** One page of what was settled to these partners, newest first, and how many lines there are. */
export async function settledTo(db: Reader, partnerIds: readonly number[], page: number) {
  const theirs = db.selectFrom('settlement_lines as l').where('l.partner_id', '=', sql<number>`any(${partnerIds}::integer[])`)
  const [rows, counted] = await Promise.all([
    theirs
      .innerJoin('settlements as s', 's.id', 'l.settlement_id')
      .leftJoin('transfers_of_lines as t', (join) =>
        join.onRef('t.settlement_id', '=', 'l.settlement_id').onRef('t.partner_id', '=', 'l.partner_id'),
      )
      .select(['t.number as transfer_number', 't.state as transfer_state', 't.rejected'])
      .select([
        's.id',
        's.prepared_at',
        's.released_at',
        sql<Date | null>`coalesce(l.paid_at, s.paid_at)`.as('paid_at'),
        'l.partner_id',
        'l.amount_cents',
        'l.last_transaction_id',
        'l.held_at',
        'l.taken_up_in',
      ])
      .orderBy('s.id', 'desc')
      .orderBy('l.partner_id')
      .limit(SETTLEMENTS_A_PAGE)
      .offset((page - 1) * SETTLEMENTS_A_PAGE)
      .execute(),
    theirs.select(sql<number>`count(*)`.as('total')).executeTakeFirstOrThrow(),
  ])
  return { rows, total: counted.total }
}

/** The statement that pays a line of the journal, if there is one already, and the transfer by which. */
export const paymentOfLine = (db: Reader, { id, partner_id }: { id: number; partner_id: number }) =>
  db
    .selectFrom('statements_of_partners as s')
    .leftJoin('transfers_of_lines as t', (join) =>
      join.onRef('t.settlement_id', '=', 's.settlement_id').onRef('t.partner_id', '=', 's.partner_id'),
    )
    .select(['s.settlement_id', 's.released_at', 's.paid_at', 't.number as transfer_number', 't.state as transfer_state', 't.rejected'])
    .where('s.partner_id', '=', partner_id)
    .where('s.last_transaction_id', '>=', id)
    .where('s.after_transaction_id', '<', id)
    .orderBy('s.last_transaction_id')
    .orderBy('s.counted_in')
    .limit(1)
    .executeTakeFirst()
