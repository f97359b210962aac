import { z } from 'zod'
import { choices, optionalEuros } from '../../../platform/forms/fields.ts'
import { frenchEuros } from '../../../platform/money.ts'
import { SHOP_ROLE_NAMES, type ShopRole } from '../../../spaces/shop-roles.ts'
import { OTHER_ACTIONS, oneRole, whoFields } from '../../people/users/index.ts'

const powers = { roles: choices(SHOP_ROLE_NAMES), refundsUpTo: optionalEuros() }

/** Whom a manager invites. */
export const newUserForm = z.object({ ...whoFields('Saisissez le nom de la personne ou de la caisse.'), ...powers }).refine(...oneRole)
export type NewUser = z.output<typeof newUserForm>

export const userForm = z.discriminatedUnion('action', [
  z.object({ action: z.literal('roles'), ...powers }).refine(...oneRole),
  ...OTHER_ACTIONS,
])

/** What somebody gives back, in words. */
export function refundsInWords({ roles, refunds_up_to_cents }: { roles: readonly ShopRole[]; refunds_up_to_cents: number | null }): string {
  if (roles.includes('manager')) return 'Sans limite'
  return refunds_up_to_cents === null ? 'Aucun' : `${frenchEuros(refunds_up_to_cents)} par jour au plus`
}
