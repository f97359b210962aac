import { sql } from 'kysely'
import type { Reader } from '../../../platform/database/index.ts'
import { type Assent, linesOfPartners } from '../../money/payments/index.ts'
import type { Channel, Kind } from '../../money/wallets/index.ts'

/** As many as one reads on the telephone. */
const LINES_SHOWN = 10
const STATEMENTS_SHOWN = 5

/** What a shop is owed since its last settlement. */
export const duesOf = (db: Reader, partnerId: number) =>
  db
    .selectFrom('partner_dues')
    .select(['amount_cents', 'transactions', 'is_held', 'since'])
    .where('partner_id', '=', partnerId)
    .executeTakeFirstOrThrow()

/** Its last statements: what each pays, and whether that has left. */
export const statementsOf = (db: Reader, partnerId: number) =>
  db
    .selectFrom('settled_amounts as l')
    .leftJoin('statements_of_partners as s', (join) =>
      join.onRef('s.counted_in', '=', 'l.settlement_id').onRef('s.partner_id', '=', 'l.partner_id'),
    )
    .leftJoin('transfers_of_lines as t', (join) =>
      join.onRef('t.settlement_id', '=', 'l.settlement_id').onRef('t.partner_id', '=', 'l.partner_id'),
    )
    .select(['l.settlement_id', 'l.amount_cents', 'l.held_at', 'l.taken_up_in', 's.released_at', 's.paid_at'])
    .select(['t.number as transfer_number', 't.state as transfer_state', 't.rejected'])
    .where('l.partner_id', '=', partnerId)
    .orderBy('l.settlement_id', 'desc')
    .limit(STATEMENTS_SHOWN)
    .execute()

/** The last lines of a shop, the newest first. */
export const lastLinesOf = (db: Reader, partnerId: number) =>
  linesOfPartners(db)
    .where('t.id', 'in', (eb) =>
      eb.selectFrom('takings').select('id').where('partner_id', '=', partnerId).orderBy('id', 'desc').limit(LINES_SHOWN),
    )
    .orderBy('t.id', 'desc')
    .execute()

/** Who works there, without those who left, and at which other shops. */
export const usersOf = (db: Reader, partnerId: number) =>
  db
    .selectFrom('shop_users_at_work as u')
    .select(['u.id', 'u.name', 'u.seen_at', 'u.is_invited', 'u.roles'])
    .select((eb) =>
      eb
        .selectFrom('users_at_work as o')
        .select(sql<string | null>`string_agg(o.workplace_name, ', ' order by o.workplace_name)`.as('names'))
        .whereRef('o.id', '=', 'u.id')
        .whereRef('o.workplace_id', '<>', 'u.workplace_id')
        .as('elsewhere'),
    )
    .where('u.partner_id', '=', partnerId)
    .orderBy('u.name')
    .orderBy('u.id')
    .execute()

/** One line of the journal, where it was spent and by whose hand. */
export const lineOf = (db: Reader, id: number) =>
  db
    .selectFrom('journal_lines as j')
    .innerJoin('campaign_calendar as c', 'c.id', 'j.campaign_id')
    .leftJoin('partner_directory as p', 'p.id', 'j.partner_id')
    .leftJoin('staff_members as m', 'm.id', 'j.made_by')
    .select(['j.id', 'j.at', 'j.amount_cents', 'j.wallet_id', 'j.beneficiary_id', 'j.partner_id', 'j.follows_id', 'j.reference'])
    .select(['c.name as campaign_name', 'p.name as partner_name', 'm.name as made_by_name'])
    .select([sql<Kind>`j.kind`.as('kind'), sql<Channel | null>`j.channel`.as('channel')])
    .select(sql<Assent | null>`j.assent`.as('assent'))
    .where('j.id', '=', id)
    .executeTakeFirst()

export type Line = NonNullable<Awaited<ReturnType<typeof lineOf>>>

type LineBeside = Pick<Line, 'id' | 'at' | 'kind' | 'channel' | 'amount_cents'>

/** What the line follows, and what follows it or the same: a redemption its reservation, a refund its payment. */
export async function linesAround(db: Reader, { id, follows_id }: Pick<Line, 'id' | 'follows_id'>): Promise<LineBeside[]> {
  const first = follows_id ?? id
  const { rows } = await sql<LineBeside>`
    select id, at, kind, channel, amount_cents from journal_lines where id = ${first} and id <> ${id}
    union all
    select id, at, kind, channel, amount_cents from journal_lines
    where follows_id = ${first} and kind in ('redemption', 'cancellation', 'expiry') and id <> ${id}
    union all
    select id, at, kind, channel, amount_cents from journal_lines
    where follows_id in (${first}, ${id}) and kind in ('refund', 'reversal', 'compensation') and id <> ${id}
    order by id`.execute(db)
  return rows
}

/** What its wallet was given: where the money comes from. */
export async function grantsOf(db: Reader, walletId: number | null): Promise<LineBeside[]> {
  const { rows } = await sql<LineBeside>`
    select id, at, kind, channel, amount_cents from journal_lines
    where wallet_id = ${walletId} and kind in ('grant', 'credit') order by id limit ${LINES_SHOWN}`.execute(db)
  return rows
}
