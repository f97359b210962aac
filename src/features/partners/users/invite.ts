import type { Tx } from '../../../platform/database/index.ts'
import { UserError } from '../../../platform/errors.ts'
import type { PartnerUser } from '../../../spaces/actors.ts'
import { mustStillRule, openAccount } from '../../people/staff/index.ts'
import { type ManagedShop, shopsManagedBy } from './queries.ts'
import type { NewUser } from './users.ts'

/**
 * A manager invites somebody to shops that they manage, their own or several: one mail brings the link to choose a password, others tell the other
 * managers of each. Whoever works at another shop already keeps the account that they have, and its name.
 */
export async function inviteUser(
  tx: Tx,
  manager: PartnerUser,
  { roles, shops, ...input }: NewUser & { shops: ManagedShop[]; publicUrl: string },
): Promise<number> {
  // In one order, so that two who invite each other at once never wait for each other.
  for (const { partner_id, partner_name, workplace_id } of shops.toSorted((one, other) => one.partner_id - other.partner_id))
    await mustStillRule(tx, { ...manager, partner_id, partner_name, workplace_id })
  const [first, ...others] = shops as [ManagedShop, ...ManagedShop[]]
  const place = { kind: 'partner', partnerCode: first.code, uai: null } as const
  const alsoAt = others.map(({ partner_id, partner_name: name }) => ({ partner_id, name }))
  return openAccount(tx, manager, { ...input, ...place, alsoAt, jobTitle: null, roles: [], shopRoles: roles, schoolRoles: [] })
}

/**
 * The shops that were ticked, of those that somebody manages; of one shop only, there is nothing to tick.
 * @throws UserError `user.no-shop` when none is
 */
export async function shopsTicked(
  tx: Parameters<typeof shopsManagedBy>[0],
  manager: PartnerUser,
  ticked: string[],
): Promise<ManagedShop[]> {
  const managed = await shopsManagedBy(tx, manager)
  const shops = managed.length > 1 ? managed.filter(({ partner_id }) => ticked.includes(String(partner_id))) : managed
  if (shops.length === 0) throw NO_SHOP
  return shops
}

export const NO_SHOP = new UserError('user.no-shop', 'Choisissez au moins un point de vente.', { field: 'shops' })
