import { sql } from 'kysely'
import type { Reader } from '../../../platform/database/index.ts'
import type { Day } from '../../../platform/dates.ts'
import type { PartnerUser } from '../../../spaces/actors.ts'
import { shopRolesThatMay } from '../../../spaces/shop-roles.ts'

export interface ShopOfChain {
  partner_id: number
  partner_name: string
  code: string
  town: string
  legal_name: string
}

/** The shops of the organisation for which somebody works now, where they may read the accounts; the one where they are among them. */
export async function shopsOf(db: Reader, { id, partner_id }: PartnerUser): Promise<ShopOfChain[]> {
  const { rows } = await sql<ShopOfChain>`
    select p.id as partner_id, p.name as partner_name, p.code, p.town, o.legal_name
    from organisations_of_partners here
    join organisations_of_partners o on o.organisation_id = here.organisation_id
    join shop_users_at_work u on u.partner_id = o.partner_id and u.id = ${id} and u.roles && ${shopRolesThatMay('settlements.read')}::text[]
    join partner_directory p on p.id = o.partner_id
    where here.partner_id = ${partner_id}
    order by p.name, p.id
  `.execute(db)
  return rows
}

/** What a shop took on a day, refunds deducted. */
export interface Taking {
  partner_id: number
  day: Day
  lines: number
  taken_cents: number
}

/** What these shops took, day by day, in a period and on one day more. */
export async function takingsOf(
  db: Reader,
  partnerIds: readonly number[],
  { from, until, today }: { from: Day; until: Day; today: Day },
): Promise<Taking[]> {
  const { rows } = await sql<Taking>`
    select partner_id, day, sum(lines)::bigint as lines, sum(taken_cents)::bigint as taken_cents
    from takings_by_day
    where partner_id = any(${partnerIds}::integer[]) and (day between ${from}::date and ${until}::date or day = ${today}::date)
    group by partner_id, day
    order by day desc, partner_id
  `.execute(db)
  return rows
}

/** What each of these shops is owed since its last settlement. */
export const duesOf = (db: Reader, partnerIds: readonly number[]) =>
  db
    .selectFrom('partner_dues')
    .select(['partner_id', 'amount_cents', 'is_held'])
    .where('partner_id', '=', sql<number>`any(${partnerIds}::integer[])`)
    .execute()
