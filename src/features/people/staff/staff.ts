import { z } from 'zod'
import { places } from '../../../places.ts'
import { UserError } from '../../../platform/errors.ts'
import { across, choice, email, optionalText, password, text } from '../../../platform/forms/fields.ts'

export const STAFF_LINK_HOURS = 72
export const STAFF_RESET_MINUTES = 60

export const staffSignInForm = z.object({ email: email(), password: password('Saisissez votre mot de passe.') })

export const staffForgottenPasswordForm = z.object({ email: email() })

/** How a member of staff is counted in limits. */
export const ofStaff = (id: number) => `staff:${id}`

/** Where staff work. */
export const STAFF_KINDS = ['partner', 'school', 'agent'] as const
export type StaffKind = (typeof STAFF_KINDS)[number]
export const REGION_ROLES = ['content', 'support', 'finance', 'administrator'] as const

const roleOfAgent = () => choice(REGION_ROLES, 'Choisissez le rôle de cet agent.')

/** Whom an agent invites: the field of their place is the one that counts. */
export const inviteForm = z
  .object({
    name: text('Saisissez le nom de la personne ou du service.', 80),
    email: email(),
    kind: choice(STAFF_KINDS, 'Choisissez où cette personne travaille.'),
    partnerCode: optionalText(10),
    uai: optionalText(12),
    role: z.enum(REGION_ROLES).optional().catch(undefined),
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
  .refine(
    ...across(['kind', 'role'], ({ kind, role }) => kind !== 'agent' || role, {
      field: 'role',
      message: 'Choisissez le rôle de cet agent.',
    }),
  )
export type Invitation = z.output<typeof inviteForm>

export const staffActionForm = z.discriminatedUnion('action', [
  z.object({ action: z.literal('link') }),
  z.object({ action: z.literal('close') }),
  z.object({ action: z.literal('reopen') }),
  z.object({ action: z.literal('reset') }),
  z.object({ action: z.literal('role'), role: roleOfAgent() }),
])

/** Where a member of staff works. */
export const kindOf = ({ partner_id, school_id }: { partner_id: number | null; school_id: number | null }): StaffKind =>
  partner_id ? 'partner' : school_id ? 'school' : 'agent'

export const wrongEmailOrPassword = () =>
  new UserError('sign-in.wrong', 'Cette adresse e-mail ou ce mot de passe n’est pas le bon. Vérifiez-les, puis recommencez.', {
    status: 401,
  })

export const deadStaffLink = () =>
  new UserError('staff-link.dead', 'Ce lien n’est plus valable. Demandez-en un nouveau.', {
    status: 404,
    next: { href: places.public.staffForgottenPassword.to(), label: 'Demander un nouveau lien' },
  })
