import { z } from 'zod'
import { choices, optionalEuros } from '../../../platform/forms/fields.ts'
import { frenchEuros } from '../../../platform/money.ts'
import { SHOP_ROLE_NAMES, type ShopRole } from '../../../spaces/shop-roles.ts'
import { OTHER_ACTIONS, oneRole, whoFields } from '../../people/users/index.ts'

const powers = { roles: choices(SHOP_ROLE_NAMES), refundsUpTo: optionalEuros() }

/** Whom a manager invites. */
export const newUserForm = z
  .object({ ...whoFields('Saisissez le nom de la personne ou de la caisse.'), ...powers, shops: z.array(z.string()).default([]) })
  .refine(...oneRole)
export type NewUser = Omit<z.output<typeof newUserForm>, 'shops'>

export const userForm = z.discriminatedUnion('action', [
  z.object({ action: z.literal('roles'), ...powers }).refine(...oneRole),
  ...OTHER_ACTIONS,
])

/** What somebody gives back, in words. */
export function refundsInWords({ roles, refunds_up_to_cents }: { roles: readonly ShopRole[]; refunds_up_to_cents: number | null }): string {
  if (roles.includes('manager')) return 'Sans limite'
  return refunds_up_to_cents === null ? 'Aucun' : `${frenchEuros(refunds_up_to_cents)} par jour au plus`
}
