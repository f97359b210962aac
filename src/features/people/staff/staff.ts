import { z } from 'zod'
import { places } from '../../../places.ts'
import { UserError } from '../../../platform/errors.ts'
import { across, choice, choices, email, optionalText, password, text } from '../../../platform/forms/fields.ts'
import { OUR_REGION } from '../../../platform/region.ts'
import type { Agent } from '../../../spaces/actors.ts'
import { may, type Permission, ROLE_NAMES, type Role, rolesThatMay } from '../../../spaces/roles.ts'
import { SCHOOL_ROLE_NAMES } from '../../../spaces/school-roles.ts'
import { SHOP_ROLE_NAMES } from '../../../spaces/shop-roles.ts'

/** A link to change one's password, sent by whoever manages accounts. */
export const STAFF_LINK_HOURS = 72
/** An invitation, until a campaign says otherwise. */
export const INVITATION_DAYS = 7
export const STAFF_RESET_MINUTES = 60
/** The second factor of somebody of a partner or a school is taken away this long after it was asked for. */
export const RESET_HOURS = 24

export const staffSignInForm = z.object({ email: email(), password: password('Saisissez votre mot de passe.') })

export const staffForgottenPasswordForm = z.object({ email: email() })

/** How a member of staff is counted in limits. */
export const ofStaff = (id: number) => `staff:${id}`

/** Where staff work. */
export const STAFF_KINDS = ['partner', 'school', 'agent'] as const
export type StaffKind = (typeof STAFF_KINDS)[number]

/** Which accounts an agent manages: those of schools and of partners go with the schools and the partners. */
export const kindsManagedBy = (agent: Agent): StaffKind[] => STAFF_KINDS.filter((kind) => may(agent, MANAGING[kind]))

const MANAGING = {
  partner: 'partner-accounts.manage',
  school: 'school-accounts.manage',
  agent: 'agent-accounts.manage',
} as const satisfies Record<StaffKind, Permission>

/** The roles that manage such accounts. */
export const rolesThatManage = (kind: StaffKind): Role[] => rolesThatMay(MANAGING[kind])

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

export const NAME_AT_MOST = 80
export const JOB_TITLE_AT_MOST = 60

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
export type Invitation = z.output<typeof inviteForm>

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

/** An agent’s, in the middle of a sentence. */
export const THE_REGION = `la Région ${OUR_REGION.name}`

interface Kinds {
  partner_id: number | null
  school_id: number | null
  is_guardian: boolean
}

/** Where a member of staff works; or a guardian, who works nowhere, and whom no agent manages. */
export const kindOf = ({ partner_id, school_id, is_guardian }: Kinds): StaffKind | 'guardian' =>
  is_guardian ? 'guardian' : partner_id ? 'partner' : school_id ? 'school' : 'agent'

export const wrongEmailOrPassword = () =>
  new UserError('sign-in.wrong', 'Cette adresse e-mail ou ce mot de passe n’est pas le bon. Vérifiez-les, puis recommencez.', {
    status: 401,
    noticed: 'refused-sign-ins',
  })

const deadLink = (href: string) =>
  new UserError('staff-link.dead', 'Ce lien n’est plus valable. Demandez-en un nouveau.', {
    status: 404,
    next: { href, label: 'Demander un nouveau lien' },
  })

export const deadStaffLink = () => deadLink(places.public.staffForgottenPassword.to())
export const deadGuardianPasswordLink = () => deadLink(places.public.guardianForgottenPassword.to())
