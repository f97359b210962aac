import { z } from 'zod'
import { places } from '../../../places.ts'
import { UserError } from '../../../platform/errors.ts'
import { email } from '../../../platform/forms/fields.ts'
import { OUR_REGION } from '../../../platform/region.ts'
import type { Agent } from '../../../spaces/actors.ts'
import { may, type Permission, type Role, rolesThatMay } from '../../../spaces/roles.ts'
import type { SchoolRole } from '../../../spaces/school-roles.ts'
import type { ShopRole } from '../../../spaces/shop-roles.ts'

/** A link to change one's password, sent by whoever manages accounts. */
export const STAFF_LINK_HOURS = 72
/** An invitation, until a campaign says otherwise. */
export const INVITATION_DAYS = 7
export const STAFF_RESET_MINUTES = 60

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

export const NAME_AT_MOST = 80
export const JOB_TITLE_AT_MOST = 60

/** Whom an agent invites: the field of their place is the one that counts. */
export interface Invitation {
  name: string
  email: string
  jobTitle: string | null
  kind: StaffKind
  partnerCode: string | null
  uai: string | null
  roles: Role[]
  shopRoles: ShopRole[]
  schoolRoles: SchoolRole[]
}

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
