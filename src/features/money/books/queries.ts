import { type RawBuilder, sql } from 'kysely'
import type { Reader } from '../../../platform/database/index.ts'
import { inOrder } from '../../../platform/database/order.ts'
import { type Day, dayOf } from '../../../platform/dates.ts'
import type { Order } from '../../../platform/forms/paging.ts'
import { centsFrom } from '../../../platform/money.ts'
import type { PartnerUser } from '../../../spaces/actors.ts'
import { linesOfPartners } from '../payments/index.ts'
import type { Asked, Counted, DayAndNature, Nature, Shop } from './books.ts'

export const LINE_ORDERS = { date: ['id'], montant: ['taken_cents', 'id'] } as const

/** A payment by its channel, else its kind. */
const NATURE = sql<Nature>`coalesce(t.channel, t.kind)`

type Shops = readonly [Shop, ...Shop[]]

/** Of the lines `t`, those of these shops; of one, as an index finds it best. */
const isOf = ([one, ...others]: Shops) =>
  others.length === 0
    ? sql<boolean>`t.partner_id = ${one.partner_id}`
    : sql<boolean>`t.partner_id = any(${[one, ...others].map(({ partner_id }) => partner_id)}::integer[])`

/** The lines of some days stand together: they are not looked for in all of a shop's. */
const between = (shops: Shops, from: Day, until: Day) => {
  const ofDays = sql`from takings_by_day t where ${isOf(shops)} and day between ${from}::date and ${until}::date`
  return sql<boolean>`${isOf(shops)}
    and t.id between (select min(first_id) ${ofDays}) and (select max(last_id) ${ofDays})
    and t.at >= ${from}::date::timestamp at time zone 'Europe/Paris'
    and t.at < (${until}::date + 1)::timestamp at time zone 'Europe/Paris'`
}

/** All that it pays to a shop: a line that was held before is paid by a later one. */
const ofStatement = (partnerId: number, statement: number) => {
  const paid = sql`(select range_agg(int8range(after_transaction_id, last_transaction_id, '(]')) from statements_of_partners
    where partner_id = ${partnerId} and settlement_id = ${statement})`
  return sql<boolean>`t.partner_id = ${partnerId} and t.id >= lower(${paid}) and t.id < upper(${paid}) and t.id <@ ${paid}`
}

/** A transaction with what was given back of it, a ticket likewise, an order, an amount, or a name as the till saw it. */
function named(words: string): RawBuilder<boolean> {
  const cents = centsFrom(words)
  const digits = words.replace(/\s/g, '')
  const isNumber = /^\d{1,15}$/.test(digits)
  const ways = [
    sql`strpos(lower(t.reference), lower(${words})) > 0`,
    ...(cents === null ? [] : [sql`t.amount_cents = ${cents}`]),
    ...(isNumber ? [sql`t.id = ${digits}::bigint`, sql`t.follows_id = ${digits}::bigint`] : []),
    ...(/^\d{12}$/.test(digits) ? [ofTicket(digits)] : []),
    // One person after the other: to look through all people would be longer.
    ...(/\p{L}/u.test(words)
      ? [
          sql`(select strpos(searchable(b.first_name || ' ' || b.initial), searchable(${words})) from people_at_till b where b.id = t.beneficiary_id) = 1`,
        ]
      : []),
  ]
  return sql<boolean>`(${sql.join(ways, sql` or `)})`
}

function ofTicket(ticket: string): RawBuilder<boolean> {
  const redemption = sql`(select r.id from prepayments_made p join takings r on r.follows_id = p.reservation_id and r.kind = 'redemption'
    where p.ticket = ${ticket})`
  return sql<boolean>`${redemption} in (t.id, t.follows_id)`
}

function isAsked(shops: Shops, { from, until, nature, by, statement, words }: Asked): RawBuilder<boolean> {
  const all = [
    ...(from && until ? [between(shops, from, until)] : []),
    ...(statement ? [ofStatement(shops[0].partner_id, statement)] : []),
    ...(nature ? [sql`${NATURE} = ${nature}`] : []),
    ...(by ? [sql`t.made_by = ${by}`] : []),
    ...(words ? [named(words)] : []),
  ]
  return sql<boolean>`(${sql.join(all, sql` and `)})`
}

/** What is found, summed by day and nature, the last day first, and one page of it by its numbers. */
async function found(db: Reader, shops: Shops, asked: Asked, { page, order, aPage }: Listing) {
  // Whose line it is, and what is written on it, is looked at for these only.
  const { rows } = await sql<{ days: DayAndNature[]; ids: number[] }>`
    with found as materialized (
      select t.id, (t.at at time zone 'Europe/Paris')::date as day, ${NATURE} as nature, t.taken_cents
      from ${sql.table(asked.by || asked.words ? 'takings' : 'takings_in_short')} t where ${isAsked(shops, asked)}
    )
    select coalesce((
        select json_agg(json_build_object('day', d.day, 'nature', d.nature, 'lines', d.lines, 'cents', d.cents) order by d.day desc, d.nature)
        from (select day, nature, count(*) as lines, sum(taken_cents)::bigint as cents from found group by day, nature) d
      ), '[]') as days,
      coalesce((
        select json_agg(id) from (select id from found order by ${inOrder(order)} limit ${aPage} offset ${(page - 1) * aPage}) listed
      ), '[]') as ids
  `.execute(db)
  return rows[0] as (typeof rows)[0]
}

/** Each line with the statement that pays it, once there is one. */
const lines = (db: Reader) =>
  linesOfPartners(db)
    .leftJoinLateral(
      (eb) =>
        eb
          .selectFrom('statements_of_partners as s')
          .select(['s.settlement_id', 's.released_at', 's.paid_at'])
          .whereRef('s.partner_id', '=', 't.partner_id')
          .whereRef('s.last_transaction_id', '>=', 't.id')
          .orderBy('s.last_transaction_id')
          .orderBy('s.counted_in')
          .limit(1)
          .as('s'),
      (join) => join.onTrue(),
    )
    .select(['s.settlement_id as statement', 's.released_at', 's.paid_at'])

interface Listing {
  page: number
  order: Order
  aPage: number
}

/** One page of what is asked for, and the sums of all of it. */
export async function booksOf(db: Reader, shop: PartnerUser, asked: Asked, listing: Listing) {
  const { days, ids } = await found(db, [shop], asked, listing)
  const rows = ids.length > 0 ? await lines(db).where('t.id', 'in', ids).execute() : []
  return { days, rows: rows.toSorted((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id)) }
}

/** The sums alone. */
export const sumsAsked = async (db: Reader, shops: Shops, asked: Asked): Promise<DayAndNature[]> =>
  (await found(db, shops, asked, { page: 1, order: { by: 'date', isReversed: false, columns: ['id'] }, aPage: 0 })).days

/** Read at once: as much as a page would wait for. */
const LINES_AT_ONCE = 2_000

/**
 * All that is asked for, the oldest first, some at a time; without names. They are found first, and read by their numbers: in one statement, right
 * after a settlement of all shops, PostgreSQL looked for the statement of every line there is.
 */
export async function* linesAsked(db: Reader, shops: Shops, asked: Asked) {
  for (let after = 0, isLast = false; !isLast; ) {
    const found = await db
      .selectFrom('takings as t')
      .select('t.id')
      .where(isAsked(shops, asked))
      .where('t.id', '>', after)
      .orderBy('t.id')
      .limit(LINES_AT_ONCE)
      .execute()
    const ids = found.map(({ id }) => id)
    yield* await lines(db)
      .leftJoin('prepayments_made as p', (join) => join.onRef('p.reservation_id', '=', 't.follows_id').on('t.kind', '=', 'redemption'))
      .select(['p.ticket', 't.partner_id'])
      .where('t.id', '=', sql<number>`any(${ids}::bigint[])`)
      .orderBy('t.id')
      .execute()
    isLast = ids.length < LINES_AT_ONCE
    after = ids.at(-1) ?? after
  }
}

export type Line = Awaited<ReturnType<typeof booksOf>>['rows'][number]
export type LineToExport = ReturnType<typeof linesAsked> extends AsyncGenerator<infer Row> ? Row : never

/** Everybody of the shop who may have taken a line, those who left too. */
export const takersOf = (db: Reader, { partner_id }: PartnerUser) =>
  db
    .selectFrom('shop_users')
    .select(['id', 'name'])
    .select((eb) => eb.fn.coalesce('closed_at', 'account_closed_at').as('closed_at'))
    .where('partner_id', '=', partner_id)
    .orderBy('name')
    .orderBy('id')
    .execute()

/** What was taken and given back on a day, by nature and by whoever did it: nobody of the shop when a young person paid online, or the Region cancelled. */
export const rowsByDay = (shop: Shop, from: Day, until: Day) => sql<ClosingRow & { day: Day }>`
  select (t.at at time zone 'Europe/Paris')::date as day, ${NATURE} as nature, m.id as user_id, m.name, count(*) as lines,
    sum(t.taken_cents)::bigint as cents, min(t.id) as first_id, max(t.id) as last_id
  from takings t
  left join shop_users m on m.id = t.made_by and m.partner_id = t.partner_id
  where ${between([shop], from, until)}
  group by 1, 2, 3, 4
  order by m.name, m.id, 2`

/** The last closing of a shop. */
export const lastClosingOf = (db: Reader, { partner_id }: Shop) =>
  db
    .selectFrom('closings')
    .select(['number', 'day'])
    .where('partner_id', '=', partner_id)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst()

/** What the closing of a day says: as it was made, or as it would be made now. */
export async function closingOf(db: Reader, shop: PartnerUser, day: Day): Promise<{ rows: ClosingRow[]; made: Closing | undefined }> {
  const made = await db
    .selectFrom('closings as c')
    .innerJoin('staff_members as m', 'm.id', 'c.made_by')
    .select(['c.number', 'c.made_at', 'm.name as made_by'])
    .select(sql<ClosingRow[]>`c.rows`.as('rows'))
    .where('c.partner_id', '=', shop.partner_id)
    .where('c.day', '=', day)
    .executeTakeFirst()
  return { rows: made?.rows ?? (await rowsByDay(shop, day, day).execute(db)).rows, made }
}

/** A day that is closed: by whom, and under which number. */
export interface Closing {
  number: number
  made_at: Date
  made_by: string
}

export interface ClosingRow extends Counted {
  nature: Nature
  user_id: number | null
  name: string | null
  first_id: number
  last_id: number
}

/** What a partner took today, and what the Region owes it since its last settlement. */
export async function takingsOf(db: Reader, partnerUser: PartnerUser, now: Date): Promise<{ today_cents: number; due_cents: number }> {
  const { rows } = await sql<{ today_cents: number; due_cents: number }>`
    select amount_cents as due_cents,
      (
        select coalesce(sum(taken_cents), 0)::bigint from takings_by_day
        where partner_id = ${partnerUser.partner_id} and day = ${dayOf(now)}::date
      ) as today_cents
    from partner_dues where partner_id = ${partnerUser.partner_id}
  `.execute(db)
  return rows[0] as { today_cents: number; due_cents: number }
}
