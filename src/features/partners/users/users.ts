import { z } from 'zod'
import { across, choices, email, optionalEuros, text } from '../../../platform/forms/fields.ts'
import { frenchEuros } from '../../../platform/money.ts'
import { SHOP_ROLE_NAMES, type ShopRole } from '../../../spaces/shop-roles.ts'
import { NAME_AT_MOST } from '../../people/staff/index.ts'

/** How many people a shop may invite in a day: who gets hold of a manager's account fills no letter boxes by it. */
export const INVITED_A_DAY = 20

const powers = { roles: choices(SHOP_ROLE_NAMES), refundsUpTo: optionalEuros() }

const oneRole = across(['roles'], ({ roles }: { roles?: ShopRole[] }) => roles && roles.length > 0, {
  field: 'roles',
  message: 'Choisissez au moins un rôle.',
})

/** Whom a manager invites. */
export const newUserForm = z
  .object({ name: text('Saisissez le nom de la personne ou de la caisse.', NAME_AT_MOST), email: email(), ...powers })
  .refine(...oneRole)
export type NewUser = z.output<typeof newUserForm>

export const userForm = z.discriminatedUnion('action', [
  z.object({ action: z.literal('roles'), ...powers }).refine(...oneRole),
  z.object({ action: z.literal('link') }),
  z.object({ action: z.literal('close') }),
  z.object({ action: z.literal('reopen') }),
])

/** What somebody gives back, in words. */
export function refundsInWords({ roles, refunds_up_to_cents }: { roles: readonly ShopRole[]; refunds_up_to_cents: number | null }): string {
  if (roles.includes('manager')) return 'Sans limite'
  return refunds_up_to_cents === null ? 'Aucun' : `${frenchEuros(refunds_up_to_cents)} par jour au plus`
}
