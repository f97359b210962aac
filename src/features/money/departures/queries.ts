import { sql } from 'kysely'
import type { Reader } from '../../../platform/database/index.ts'
import type { Day } from '../../../platform/dates.ts'
import { found } from '../../../platform/errors.ts'
import type { Departure, Standing } from './departures.ts'

/** The last departure of a partner that was not called off, with who asked for it and who agreed; undefined when it does not leave. */
export const departureOf = (db: Reader, partnerId: number) =>
  db
    .selectFrom('departures as d')
    .innerJoin('staff_members as a', 'a.id', 'd.asked_by')
    .innerJoin('staff_members as g', 'g.id', 'd.agreed_by')
    .select(['d.id', 'd.last_day', 'd.agreed_at', 'd.stopped_at', 'd.ended_at', 'a.name as asked_by_name', 'g.name as agreed_by_name'])
    .where('d.partner_id', '=', partnerId)
    .where('d.called_off_at', 'is', null)
    .orderBy('d.id', 'desc')
    .limit(1)
    .executeTakeFirst()

const STANDING = sql`
  d.amount_cents as due_cents, d.is_held,
  (select count(*) from statements_of_partners s where s.partner_id = d.partner_id and s.settlement_id is not null and s.paid_at is null) as unpaid,
  (select count(*) from pending_prepayments r where r.partner_id = d.partner_id) as tickets,
  (select coalesce(sum(r.amount_cents), 0)::bigint from pending_prepayments r where r.partner_id = d.partner_id) as tickets_cents,
  (select count(*) from shop_users_at_work u where u.partner_id = d.partner_id) as users`

/** Where a partner stands: what is due, what is set aside for it, who works there. */
export async function standingOf(db: Reader, partnerId: number): Promise<Standing & { code: string; name: string }> {
  const { rows } = await sql<Standing & { code: string; name: string }>`
    select p.code, p.name, ${STANDING}
    from partner_dues d
    join partner_directory p on p.id = d.partner_id
    where d.partner_id = ${partnerId}
  `.execute(db)
  return found(rows[0])
}

export const DEPARTURES_A_PAGE = 50

/** One page of the partners that leave, those that go on first, then those that have left, the last first; and how many there are. */
export async function departuresPage(db: Reader, page: number): Promise<{ rows: Leaving[]; total: number }> {
  const { rows } = await sql<Leaving & { total: number }>`
    select l.partner_id, p.code, p.name, l.last_day, l.stopped_at, l.ended_at, ${STANDING}, l.total
    from (
      select id, partner_id, last_day, stopped_at, ended_at, count(*) over ()::integer as total from departures
      where called_off_at is null
      order by ended_at is not null, id desc
      limit ${DEPARTURES_A_PAGE} offset ${(page - 1) * DEPARTURES_A_PAGE}
    ) l
    join partner_directory p on p.id = l.partner_id
    join partner_dues d on d.partner_id = l.partner_id
    order by l.ended_at is not null, l.id desc
  `.execute(db)
  return { rows, total: rows[0]?.total ?? 0 }
}

interface Leaving extends Departure, Standing {
  partner_id: number
  code: string
  name: string
}

/** Each prepayment that waits for a partner, with whose it is. */
export const ticketsOf = (db: Reader, partnerId: number): Promise<TicketOf[]> =>
  db
    .selectFrom('prepayments_made')
    .select(['beneficiary_id', 'ticket', 'amount_cents', 'partner_name', 'expires_on'])
    .where('partner_id', '=', partnerId)
    .where('state', '=', 'pending')
    .execute()

interface TicketOf {
  beneficiary_id: number
  ticket: string
  amount_cents: number
  partner_name: string
  expires_on: Day
}
