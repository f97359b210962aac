import { sql } from 'kysely'
import type { Reader } from '../../../platform/database/index.ts'
import type { Day } from '../../../platform/dates.ts'
import type { Beneficiary, PartnerUser } from '../../../spaces/actors.ts'
import type { State } from './prepayment.ts'

export const PREPAYMENTS_A_PAGE = 10

export interface ListedPrepayment {
  ticket: string
  created_on: Day
  partner_name: string
  wallet_kind: string
  amount_cents: number
  state: State
}

/**
 * One page of somebody's prepayments, newest first, and how many there are in all: a value in a statement that asks for more, since
 * everybody opens « Ma carte » on the same day.
 */
export const prepaymentsPage = (beneficiaryId: number, page: number, lines = PREPAYMENTS_A_PAGE) => sql`json_build_object(
  'total', (select count(*) from prepayments where beneficiary_id = ${beneficiaryId}),
  'rows', (
    select coalesce(json_agg(listed), '[]')
    from (
      select p.ticket, (p.created_at at time zone 'Europe/Paris')::date as created_on, s.name as partner_name, w.kind as wallet_kind,
        p.amount_cents, p.state
      from prepayments p
      join partner_directory s on s.id = p.partner_id
      join wallets_held w on w.id = p.wallet_id
      where p.beneficiary_id = ${beneficiaryId}
      order by p.id desc
      limit ${lines} offset ${(page - 1) * lines}
    ) listed))`

const prepayments = (db: Reader) =>
  db
    .selectFrom('prepayments as p')
    .innerJoin('partner_directory as s', 's.id', 'p.partner_id')
    .innerJoin('wallets_held as w', 'w.id', 'p.wallet_id')
    .select(['p.ticket', 'p.created_at', 'p.ended_at', 'p.amount_cents', 'p.expires_on', 's.name as partner_name', 'w.kind as wallet_kind'])
    .select(sql<State>`p.state`.as('state'))

/** One of this beneficiary's. */
export const prepaymentOf = (db: Reader, beneficiary: Beneficiary, ticket: string) =>
  prepayments(db).where('p.ticket', '=', ticket).where('p.beneficiary_id', '=', beneficiary.id).executeTakeFirst()

/** One for this partner, with as little of its owner as a till sees. */
export const prepaymentAtTill = (db: Reader, partnerUser: PartnerUser, ticket: string) =>
  prepayments(db)
    .innerJoin('people_at_till as b', 'b.id', 'p.beneficiary_id')
    .leftJoin('journal_lines as t', (join) => join.onRef('t.follows_id', '=', 'p.reservation_id').on('t.kind', '=', 'redemption'))
    .select(['p.beneficiary_id', 'b.first_name', 'b.initial', 't.id as redemption_id'])
    .where('p.ticket', '=', ticket)
    .where('p.partner_id', '=', partnerUser.partner_id)
    .executeTakeFirst()
