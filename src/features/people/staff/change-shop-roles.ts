import { record } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import { found } from '../../../platform/errors.ts'
import { closeTillsOf } from '../../../platform/sessions.ts'
import type { PartnerUser } from '../../../spaces/actors.ts'
import { provesAtShop, type ShopRole, shopRolesInWords } from '../../../spaces/shop-roles.ts'
import { endSignIns } from './end-sign-ins.ts'
import { facts } from './facts.ts'
import { mustRule } from './manage.ts'
import { tellOfChange } from './tell.ts'

/** What a manager lets somebody do at their shop, from their next page. Who begins to read its accounts signs in again, and proves who they are. */
export async function changeShopRoles(
  tx: Tx,
  manager: PartnerUser,
  { id, ...given }: { id: number; roles: ShopRole[]; refundsUpTo: number | null },
): Promise<void> {
  await mustRule(tx, manager, id)
  const before = found(
    await tx.selectFrom('staff').select(['partner_roles', 'refunds_up_to_cents']).where('id', '=', id).executeTakeFirst(),
  )
  const roles = { partner_roles: given.roles, refunds_up_to_cents: limitOf(given) }
  await tx.updateTable('staff').set(roles).where('id', '=', id).execute()
  if (provesAtShop(given.roles) && !provesAtShop((before.partner_roles ?? []) as ShopRole[])) await endSignIns(tx, id)
  if (!given.roles.includes('manager')) await closeTillsOf(tx, id)
  await tellOfChange(tx, id, 'roles')
  await record(tx, {
    at: tx.now,
    fact: facts['staff.shop-roles-changed'],
    staff_id: manager.id,
    details: { account_id: id, roles: shopRolesInWords(given.roles), refunds_up_to_cents: roles.refunds_up_to_cents },
  })
}

/** Only a cashier is limited: a manager gives back what there is, an accountant nothing. */
export const limitOf = ({ roles, refundsUpTo }: { roles: readonly ShopRole[]; refundsUpTo: number | null }): number | null =>
  roles.includes('cashier') && !roles.includes('manager') ? refundsUpTo : null
