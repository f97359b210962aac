import { sql } from 'kysely'
import type { Reader } from '../../../platform/database/index.ts'
import { linesOfPartners } from '../../money/payments/index.ts'

/** As many as one reads on the telephone. */
const LINES_SHOWN = 20
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
    .select(['l.settlement_id', 'l.amount_cents', 'l.held_at', 'l.taken_up_in', 's.released_at', 's.paid_at'])
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

/** Who works there, without those who left. */
export const usersOf = (db: Reader, partnerId: number) =>
  db
    .selectFrom('staff_at_work')
    .select(['id', 'name', 'seen_at', 'is_invited'])
    .select(sql<string[]>`partner_roles`.as('roles'))
    .where('partner_id', '=', partnerId)
    .orderBy('name')
    .orderBy('id')
    .execute()
