import { z } from 'zod'
import { across, choice, choices, email, optionalText, text } from '../../../platform/forms/fields.ts'
import { ROLE_NAMES, type Role } from '../../../spaces/roles.ts'
import { SCHOOL_ROLE_NAMES } from '../../../spaces/school-roles.ts'
import { SHOP_ROLE_NAMES } from '../../../spaces/shop-roles.ts'
import { JOB_TITLE_AT_MOST, NAME_AT_MOST, STAFF_KINDS } from '../staff/index.ts'

/** What is wrong with roles that are ticked together; null when nothing is. The database holds the same: see `staff`. */
export function wrongWithRoles(roles: readonly Role[]): string | null {
  if (roles.length === 0) return 'Choisissez au moins un rôle.'
  const others: readonly Role[] = ['preparer', 'partners', 'administrator']
  if (roles.includes('approver') && roles.some((role) => others.includes(role)))
    return 'Qui valide les finances ne peut ni les préparer, ni gérer les partenaires, ni être administrateur. Choisissez l’un ou l’autre.'
  if (roles.includes('dpo') && roles.some((role) => role !== 'dpo' && role !== 'reader'))
    return 'Le délégué à la protection des données ne change rien d’autre : il peut seulement avoir aussi « Lecture ».'
  return null
}

/** Whom an agent invites: the field of their place is the one that counts. */
export const inviteForm = z
  .object({
    name: text('Saisissez le nom de la personne ou du service.', NAME_AT_MOST),
    email: email(),
    jobTitle: optionalText(JOB_TITLE_AT_MOST),
    kind: choice(STAFF_KINDS, 'Choisissez où cette personne travaille.'),
    partnerCode: optionalText(10),
    uai: optionalText(12),
    roles: choices(ROLE_NAMES),
    shopRoles: choices(SHOP_ROLE_NAMES),
    schoolRoles: choices(SCHOOL_ROLE_NAMES),
    /** The ids of other shops of the same organisation. */
    shops: z.array(z.string()).default([]),
  })
  .refine(
    ...across(['kind', 'partnerCode'], ({ kind, partnerCode }) => kind !== 'partner' || partnerCode, {
      field: 'partnerCode',
      message: 'Saisissez le code du partenaire.',
    }),
  )
  .refine(
    ...across(['kind', 'uai'], ({ kind, uai }) => kind !== 'school' || uai, {
      field: 'uai',
      message: 'Saisissez le numéro UAI de l’établissement.',
    }),
  )
  .superRefine(({ kind, roles }, context) => {
    const message = kind === 'agent' && wrongWithRoles(roles)
    if (message) context.addIssue({ code: 'custom', path: ['roles'], message })
  })

export const staffActionForm = z.discriminatedUnion('action', [
  z.object({ action: z.literal('link') }),
  z.object({ action: z.literal('close') }),
  z.object({ action: z.literal('reopen') }),
  z.object({ action: z.literal('reset') }),
  z.object({ action: z.literal('keep') }),
  z.object({ action: z.literal('roles'), roles: choices(ROLE_NAMES) }).superRefine(({ roles }, context) => {
    const wrong = wrongWithRoles(roles)
    if (wrong) context.addIssue({ code: 'custom', path: ['roles'], message: wrong })
  }),
])
