import { sql } from 'kysely'
import type { Reader } from '../../../platform/database/index.ts'
import type { PartnerUser } from '../../../spaces/actors.ts'
import { shopRolesThatMay } from '../../../spaces/shop-roles.ts'

export interface ManagedShop {
  partner_id: number
  workplace_id: number
  partner_name: string
  code: string
  town: string
}

/** The shops whose users somebody manages: where they are first, then the others, by name. */
export async function shopsManagedBy(db: Reader, { id, partner_id }: PartnerUser): Promise<ManagedShop[]> {
  const { rows } = await sql<ManagedShop>`
    select p.id as partner_id, u.workplace_id, p.name as partner_name, p.code, p.town
    from shop_users_at_work u
    join partner_directory p on p.id = u.partner_id
    where u.id = ${id} and u.roles && ${shopRolesThatMay('users.manage')}::text[]
    order by p.id <> ${partner_id}, p.name, p.id
  `.execute(db)
  return rows
}
