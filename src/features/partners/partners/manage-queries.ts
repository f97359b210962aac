import { sql } from 'kysely'
import type { Reader } from '../../../platform/database/index.ts'
import { inOrder } from '../../../platform/database/order.ts'
import { found } from '../../../platform/errors.ts'
import { LINES_A_PAGE } from '../../../platform/forms/paging.ts'
import type { Asked } from '../../desks/registers/index.ts'

/** A partner of the Region's list. */
interface PartnerLine {
  id: number
  code: string
  name: string
  type: string
  town: string
  active: boolean
  accepts_prepayments: boolean
  accepts_online_payments: boolean
}

/** What their list may be sorted by: an index each. */
export const PARTNER_ORDERS = {
  nom: ['p.name_search', 'p.id'],
  code: ['p.code'],
  ville: ['p.town_search', 'p.name_search', 'p.id'],
} as const

/** The partners that the Region runs: by name, code or town, suspended ones too. */
export async function managedPartners(
  db: Reader,
  { words, state, page, order }: Asked<'active' | 'suspended'>,
): Promise<{ rows: PartnerLine[]; total: number }> {
  const asked = sql`true
      ${words ? sql`and (p.name_search like '%' || searchable(${words}) || '%' or p.town_search like searchable(${words}) || '%' or p.code = upper(${words}))` : sql``}
      ${state ? sql`and p.active = ${state === 'active'}` : sql``}`
  const { rows } = await sql<PartnerLine & { total: number }>`
    select p.id, p.code, p.name, t.label as type, p.town, p.active, p.accepts_prepayments, p.accepts_online_payments,
      (select count(*)::integer from partners p where ${asked}) as total
    from partners p
    join partner_types t on t.code = p.type_code
    where ${asked}
    order by ${inOrder(order)}
    limit ${LINES_A_PAGE} offset ${(page - 1) * LINES_A_PAGE}
  `.execute(db)
  return { rows, total: rows[0]?.total ?? 0 }
}

/** One partner, with what a suspension would leave behind it. */
export async function managedPartner(db: Reader, id: number) {
  const partner = await db
    .selectFrom('partners as p')
    .innerJoin('partner_types as t', 't.code', 'p.type_code')
    .selectAll('p')
    .select('t.label as type')
    .where('p.id', '=', id)
    .executeTakeFirst()
  const waiting = await db
    .selectFrom('pending_prepayments')
    .select((eb) => [eb.fn.countAll<number>().as('count'), sql<number>`coalesce(sum(amount_cents), 0)::bigint`.as('cents')])
    .where('partner_id', '=', id)
    .executeTakeFirstOrThrow()
  return { ...found(partner), waiting }
}

export type ManagedPartner = Awaited<ReturnType<typeof managedPartner>>

/** Whose a partner is, to which account it is paid, and whether another waits to be agreed to. */
export async function payingOf(db: Reader, partnerId: number) {
  const { rows } = await sql<Paying>`
    select o.siret, o.legal_name, a.holder, a.iban_first4, a.iban_last4, a.usable_from,
      exists (select from bank_accounts_of_partners b where b.partner_id = p.id and b.state = 'proposed') as waits
    from partner_directory p
    left join organisations_of_partners o on o.partner_id = p.id
    left join accounts_to_pay a on a.partner_id = p.id
    where p.id = ${partnerId}
  `.execute(db)
  return found(rows[0])
}

interface Paying {
  siret: string | null
  legal_name: string | null
  holder: string | null
  iban_first4: string | null
  iban_last4: string | null
  usable_from: Date | null
  waits: boolean
}

/** How many questions are linked to a partner, and how many notes agents left on it. */
export const exchangesCounted = (db: Reader, partnerId: number) =>
  db
    .selectFrom('exchanges_of_files')
    .select([
      sql<number>`count(*) filter (where kind = 'question')`.as('questions'),
      sql<number>`count(*) filter (where kind = 'note')`.as('notes'),
    ])
    .where('partner_id', '=', partnerId)
    .executeTakeFirstOrThrow()

/** Every type, with how many partners are of it. */
export async function partnerTypesCounted(db: Reader) {
  const { rows } = await sql<{ code: string; label: string; partners: number }>`
    select t.code, t.label, count(p.id) as partners
    from partner_types t
    left join partners p on p.type_code = t.code
    group by t.code, t.label
    order by t.label
  `.execute(db)
  return rows
}

export const partnerTypes = (db: Reader) => db.selectFrom('partner_types').selectAll().orderBy('label').execute()

const tills = (db: Reader, partnerId: number) =>
  db
    .selectFrom('shop_users')
    .select(['id', 'name', 'email', 'job_title', 'is_invited', 'seen_at'])
    .select((eb) => eb.fn.coalesce('closed_at', 'account_closed_at').as('closed_at'))
    .where('partner_id', '=', partnerId)
    .orderBy((eb) => eb(eb.fn.coalesce('closed_at', 'account_closed_at'), 'is not', null))
    .orderBy('name')

/** Who signs in for a partner, those who left last. */
export const tillsOf = (db: Reader, partnerId: number) => tills(db, partnerId).execute()

/** The same without those who left. */
export const tillsAtWork = (db: Reader, partnerId: number) =>
  tills(db, partnerId).where('closed_at', 'is', null).where('account_closed_at', 'is', null).execute()
