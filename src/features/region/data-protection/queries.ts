import { sql } from 'kysely'
import type { Reader } from '../../../platform/database/index.ts'
import { inOrder } from '../../../platform/database/order.ts'
import { found } from '../../../platform/errors.ts'
import { LINES_A_PAGE, type Order } from '../../../platform/forms/paging.ts'
import { phoneFrom } from '../../../platform/phones.ts'
import type { Beneficiary } from '../../../spaces/actors.ts'

export interface Numbered {
  id: number
  last_name: string
  first_name: string
  is_closed: boolean
  /** Which number of theirs it is. */
  is: string
}

/** Whose number it is, whatever it is the number of: several people may share a telephone. */
export async function peopleNumbered(db: Reader, typed: string): Promise<Numbered[]> {
  const number = typed.replace(/[\s.\p{Pd}]/gu, '').toUpperCase()
  const phone = phoneFrom(typed)?.kept ?? null
  const { rows } = await sql<Numbered>`
    select distinct on (b.id) b.id, b.last_name, b.first_name, coalesce(b.is_closed, false) as is_closed, n.is
    from (
      select beneficiary_id, 'dossier ou carte' as is from numbers_given where number = ${number}
      union all select beneficiary_id, 'demande d’aide THR' from aid_requests where number = ${number}
      union all select beneficiary_id, 'prépaiement' from prepayments_made where ticket = ${number}
      union all select beneficiary_id, 'transaction' from journal_lines where id = ${/^\d{7,15}$/.test(number) ? number : null}::bigint
      union all select id, 'téléphone' from open_accounts where ${phone}::text in (mobile_phone, fixed_phone)
    ) n
    join people b on b.id = n.beneficiary_id
    order by b.id
    limit 50`.execute(db)
  return rows
}

/** Somebody with an open account, as what they do themselves takes them; undefined without one. */
export async function ownerOf(db: Reader, id: number): Promise<Beneficiary | undefined> {
  const person = await db
    .selectFrom('open_accounts as b')
    .select(['b.id', 'b.first_name', 'b.last_name', 'b.printed_first_name', 'b.printed_last_name', 'b.birth_date'])
    .select((eb) => eb.exists(eb.selectFrom('live_cards as k').select('k.id').whereRef('k.beneficiary_id', '=', 'b.id')).as('has_card'))
    .where('b.id', '=', id)
    .executeTakeFirst()
  return person && { kind: 'beneficiary', ...person, has_card: Boolean(person.has_card) }
}

/** What the register may be sorted by: an index each. */
export const REQUEST_ORDERS = { echeance: ['r.due_on', 'r.id'], recue: ['r.received_on', 'r.id'] } as const

/** One page of the register, and how many lines there are in all. */
export async function dataRequests(db: Reader, { isEnded, page, order }: { isEnded: boolean; page: number; order: Order }) {
  const asked = db.selectFrom('data_requests as r').where('r.outcome', isEnded ? 'is not' : 'is', null)
  const [rows, { total }] = await Promise.all([
    asked
      .select(['r.id', 'r.kind', 'r.received_on', 'r.due_on', 'r.asked_by', 'r.outcome', 'r.ended_at'])
      .orderBy(inOrder(order))
      .limit(LINES_A_PAGE)
      .offset((page - 1) * LINES_A_PAGE)
      .execute(),
    asked.select(sql<number>`count(*)`.as('total')).executeTakeFirstOrThrow(),
  ])
  return { rows, total }
}

export const dataRequest = async (db: Reader, id: number) =>
  found(
    await db
      .selectFrom('data_requests as r')
      .innerJoin('staff_members as s', 's.id', 'r.recorded_by')
      .leftJoin('staff_members as e', 'e.id', 'r.ended_by')
      .leftJoin('open_accounts as b', 'b.id', 'r.beneficiary_id')
      .selectAll('r')
      .select(['s.name as recorded_by_name', 'e.name as ended_by_name', 'b.first_name', 'b.last_name'])
      .where('r.id', '=', id)
      .executeTakeFirst(),
  )

export const dataRequestsOf = (db: Reader, beneficiaryId: number) =>
  db
    .selectFrom('data_requests')
    .select(['id', 'kind', 'received_on', 'due_on', 'outcome'])
    .where('beneficiary_id', '=', beneficiaryId)
    .orderBy('id', 'desc')
    .execute()
