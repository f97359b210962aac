import { z } from 'zod'
import { places } from '../../../places.ts'
import type { Reader, Tx } from '../../../platform/database/index.ts'
import { frenchDayOf } from '../../../platform/dates.ts'
import type { Agent } from '../../../spaces/actors.ts'
import { ROLE_NAMES, rolesInWords } from '../../../spaces/roles.ts'
import { SCHOOL_ROLE_NAMES, schoolRolesInWords } from '../../../spaces/school-roles.ts'
import { SHOP_ROLE_NAMES } from '../../../spaces/shop-roles.ts'
import { type Shown, takesTwo } from '../../desks/two-people/index.ts'
import {
  accountOf,
  changeRoles,
  type Invitation,
  openAccount,
  placeOf,
  reopenStaff,
  rolesAtSchool,
  STAFF_KINDS,
  type StaffKind,
} from '../staff/index.ts'
import { resetSecondFactor } from '../staff-sign-in/index.ts'
import { staffMemberById } from './queries.ts'

const roles = z.array(z.enum(ROLE_NAMES))

const invitation = z.object({
  name: z.string(),
  email: z.string(),
  // Acts that were started before it was asked are without it.
  jobTitle: z.string().nullable().default(null),
  kind: z.enum(STAFF_KINDS),
  partnerCode: z.string().nullable(),
  uai: z.string().nullable(),
  roles,
  shopRoles: z.array(z.enum(SHOP_ROLE_NAMES)).default([]),
  schoolRoles: z.array(z.enum(SCHOOL_ROLE_NAMES)).default([]),
})

async function accountShown(db: Reader, input: Invitation): Promise<Shown> {
  const { place } = await placeOf(db, input)
  const known = input.kind === 'school' ? await accountOf(db, 'school', input.email) : undefined
  return {
    about: input.name,
    href: null,
    items: [
      { label: 'Adresse e-mail', value: input.email },
      { label: 'Où', value: place },
      ...(input.jobTitle ? [{ label: 'Fonction', value: input.jobTitle }] : []),
      ...(input.kind === 'agent' ? [{ label: 'Rôles', value: rolesInWords(input.roles) }] : []),
      ...(input.kind === 'school' ? [{ label: 'Rôles', value: schoolRolesInWords(rolesAtSchool(input)) }] : []),
      ...(known ? [{ label: 'Compte déjà ouvert', value: `${known.name}, ${known.place}` }] : []),
    ],
    effects: [
      known
        ? 'Cette personne a déjà un compte : elle travaillera aussi pour cet établissement, avec le mot de passe qu’elle a. Un mail le lui dira.'
        : 'Le compte sera ouvert, et un mail apportera à cette adresse un lien pour choisir un mot de passe.',
    ],
  }
}

/** An account of the Region: what it may do, somebody else has seen. */
export const agentAccount = takesTwo({
  kind: 'staff.agent-account',
  title: 'Ouvrir un compte de la Région',
  starts: 'agent-accounts.manage',
  finishes: 'agent-accounts.manage',
  schema: invitation,
  shown: accountShown,
  async perform(tx, agent, { input, publicUrl }) {
    await openAccount(tx, agent, { ...input, publicUrl })
  },
})

/** An account of a school: it decides who is enrolled. */
export const schoolAccount = takesTwo({
  kind: 'staff.school-account',
  title: 'Ouvrir un compte d’établissement',
  starts: 'school-accounts.manage',
  finishes: 'school-accounts.manage',
  schema: invitation,
  shown: accountShown,
  async perform(tx, agent, { input, publicUrl }) {
    await openAccount(tx, agent, { ...input, publicUrl })
  },
})

const ofAccount = z.object({ id: z.number().int() })

const reopening = (kind: Exclude<StaffKind, 'partner'>) => ({
  schema: ofAccount,
  async shown(db: Reader, { id }: { id: number }): Promise<Shown> {
    const member = await staffMemberById(db, id, [kind])
    return {
      about: member.name,
      href: places.region.staffMember.to({ id }),
      items: [
        { label: 'Adresse e-mail', value: member.email },
        { label: 'Où', value: member.place },
        ...(member.region_roles ? [{ label: 'Rôles', value: rolesInWords(member.region_roles) }] : []),
        ...(member.closed_at ? [{ label: 'Fermé le', value: frenchDayOf(member.closed_at) }] : []),
      ],
      effects: [
        'Le compte est de nouveau ouvert, avec ces droits et le mot de passe qu’il avait. Assurez-vous que cette personne revient.',
      ],
    }
  },
  perform: (tx: Tx, agent: Agent, { input: { id } }: { input: { id: number } }) => reopenStaff(tx, agent, id),
})

/** An account of the Region that was closed comes back with all that it could do. */
export const agentReopening = takesTwo({
  ...reopening('agent'),
  kind: 'staff.agent-reopening',
  title: 'Rouvrir un compte de la Région',
  starts: 'agent-accounts.manage',
  finishes: 'agent-accounts.manage',
})

/** Likewise of a school. */
export const schoolReopening = takesTwo({
  ...reopening('school'),
  kind: 'staff.school-reopening',
  title: 'Rouvrir un compte d’établissement',
  starts: 'school-accounts.manage',
  finishes: 'school-accounts.manage',
})

const ofRoles = z.object({ id: z.number().int(), roles })

/** What an agent may do, more or less. */
export const rolesChange = takesTwo({
  kind: 'staff.roles',
  title: 'Changer les rôles d’un agent',
  starts: 'agent-accounts.manage',
  finishes: 'agent-accounts.manage',
  schema: ofRoles,
  gains: ({ id }) => id,
  async shown(db, input) {
    const member = await staffMemberById(db, input.id, ['agent'])
    return {
      about: member.name,
      href: places.region.staffMember.to({ id: input.id }),
      items: [{ label: 'Adresse e-mail', value: member.email }],
      changes: [{ label: 'Rôles', before: rolesInWords(member.region_roles ?? []), after: rolesInWords(input.roles) }],
      effects: ['Ses rôles changent dès sa prochaine page.'],
    }
  },
  perform: (tx, agent, { input }) => changeRoles(tx, agent, input),
})

/** An agent who has lost phone and recovery codes: whoever has their password would be let in. */
export const secondFactorReset = takesTwo({
  kind: 'staff.second-factor-reset',
  title: 'Réinitialiser la double authentification d’un agent',
  starts: 'agent-accounts.manage',
  finishes: 'agent-accounts.manage',
  schema: ofAccount,
  gains: ({ id }) => id,
  async shown(db, { id }) {
    const member = await staffMemberById(db, id, ['agent'])
    return {
      about: member.name,
      href: places.region.staffMember.to({ id }),
      items: [
        { label: 'Adresse e-mail', value: member.email },
        { label: 'Rôles', value: rolesInWords(member.region_roles ?? []) },
      ],
      effects: [
        'À sa prochaine connexion, il enregistre un téléphone avec son mot de passe seul. Assurez-vous que c’est bien lui qui le demande.',
      ],
    }
  },
  perform: (tx, agent, { input: { id } }) => resetSecondFactor(tx, agent, id),
})
