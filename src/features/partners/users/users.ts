import { z } from 'zod'
import { across, choices, email, optionalEuros, text } from '../../../platform/forms/fields.ts'
import { frenchEuros } from '../../../platform/money.ts'
import { SHOP_ROLE_NAMES, type ShopRole } from '../../../spaces/shop-roles.ts'
import { NAME_AT_MOST } from '../../people/staff/index.ts'

/** How many people a shop may invite in a day: who gets hold of a manager's account fills no letter boxes by it. */
export const INVITED_A_DAY = 20

/** How often one account may be changed in a day, all changes but its closing together: each is told by a mail. */
export const CHANGED_A_DAY = 20

const powers = { roles: choices(SHOP_ROLE_NAMES), refundsUpTo: optionalEuros() }

const oneRole = across(['roles'], ({ roles }: { roles?: ShopRole[] }) => roles && roles.length > 0, {
  field: 'roles',
  message: 'Choisissez au moins un rôle.',
})

/** A dot with a letter or a figure after it, or what a browser begins an address with: our mails would carry it, to whoever is invited. */
const SITE = /[.\u3002\uff0e\uff61](?=[\p{L}\p{M}\p{N}])|:\/\/|@|\bwww\b/iu

/** Whom a manager invites. */
export const newUserForm = z
  .object({
    name: text('Saisissez le nom de la personne ou de la caisse.', NAME_AT_MOST).refine(
      (name) => !SITE.test(name),
      'Saisissez un nom sans adresse de site, par exemple : Anne D.',
    ),
    email: email(),
    ...powers,
  })
  .refine(...oneRole)
export type NewUser = z.output<typeof newUserForm>

export const userForm = z.discriminatedUnion('action', [
  z.object({ action: z.literal('roles'), ...powers }).refine(...oneRole),
  z.object({ action: z.literal('link') }),
  z.object({ action: z.literal('close') }),
  z.object({ action: z.literal('reopen') }),
  z.object({ action: z.literal('reset') }),
  z.object({ action: z.literal('keep') }),
])

/** What somebody gives back, in words. */
export function refundsInWords({ roles, refunds_up_to_cents }: { roles: readonly ShopRole[]; refunds_up_to_cents: number | null }): string {
  if (roles.includes('manager')) return 'Sans limite'
  return refunds_up_to_cents === null ? 'Aucun' : `${frenchEuros(refunds_up_to_cents)} par jour au plus`
}
