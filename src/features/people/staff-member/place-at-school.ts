import { z } from 'zod'
import { places } from '../../../places.ts'
import type { Reader, Tx } from '../../../platform/database/index.ts'
import { frenchDayOf } from '../../../platform/dates.ts'
import { found } from '../../../platform/errors.ts'
import { choices } from '../../../platform/forms/fields.ts'
import type { Agent } from '../../../spaces/actors.ts'
import { SCHOOL_ROLE_NAMES, type SchoolRole, schoolRolesInWords } from '../../../spaces/school-roles.ts'
import { startAct, takesTwo } from '../../desks/two-people/index.ts'
import { type AgentAtSchool, changePowers, closeWorkplace, reopenWorkplace, workplacesOf } from '../staff/index.ts'
import { staffMemberById } from './queries.ts'

interface Which {
  id: number
  school: number
}

/** Somebody of schools, and what they are at one of them. */
export async function placeOf(db: Reader, { id, school }: Which) {
  const [member, workplaces] = await Promise.all([staffMemberById(db, id, ['school']), workplacesOf(db, id)])
  const place = found(workplaces.find(({ school_id }) => school_id === school))
  return { member, place: { ...place, school_id: school, roles: place.roles as SchoolRole[] } }
}

const roles = z.array(z.enum(SCHOOL_ROLE_NAMES)).min(1)

/** What somebody is at a school, which its head decides otherwise: more rights there, or a place that was closed. */
export const placeAtSchoolChange = takesTwo({
  kind: 'staff.place-at-school',
  title: 'Changer les droits de quelqu’un dans un établissement',
  starts: 'school-accounts.manage',
  finishes: 'school-accounts.manage',
  // Without roles, a place that is closed is opened again.
  schema: z.object({ id: z.number().int(), school: z.number().int(), roles: roles.nullable() }),
  async shown(db, input) {
    const { member, place } = await placeOf(db, input)
    return {
      about: `${member.name}, ${place.name}`,
      href: places.region.placeAtSchool.to(input),
      items: [
        { label: 'Adresse e-mail', value: member.email },
        { label: 'Établissement', value: place.name },
        ...(place.closed_at ? [{ label: 'Fermé le', value: frenchDayOf(place.closed_at) }] : []),
      ],
      changes: input.roles
        ? [{ label: 'Rôles', before: schoolRolesInWords(place.roles), after: schoolRolesInWords(input.roles) }]
        : [{ label: 'Accès', before: 'Fermé', after: schoolRolesInWords(place.roles) }],
      effects: ['Cette personne, et les chefs de cet établissement, sont prévenus par mail.'],
    }
  },
  async perform(tx, agent, { input }) {
    const by = await agentAt(tx, agent, input.school)
    if (input.roles) await changePowers(tx, by, { id: input.id, roles: input.roles })
    else await reopenWorkplace(tx, by, input.id)
  },
})

async function agentAt(db: Reader, agent: Agent, schoolId: number): Promise<AgentAtSchool> {
  const { name } = found(await db.selectFrom('school_directory').select('name').where('id', '=', schoolId).executeTakeFirst())
  return { ...agent, school_id: schoolId, school_name: name }
}

export const placeForm = z.discriminatedUnion('action', [
  z.object({ action: z.literal('roles'), roles: choices(SCHOOL_ROLE_NAMES) }).refine(({ roles }) => roles.length > 0, {
    path: ['roles'],
    message: 'Choisissez au moins un rôle.',
  }),
  z.object({ action: z.literal('close') }),
  z.object({ action: z.literal('reopen') }),
])

/**
 * The Region closes somebody's place at once; other roles there, or a place opened again, wait for a second agent.
 * @returns whether it waits
 */
export async function changePlace(tx: Tx, agent: Agent, which: Which, input: z.output<typeof placeForm>): Promise<boolean> {
  await placeOf(tx, which)
  if (input.action === 'close') {
    await closeWorkplace(tx, await agentAt(tx, agent, which.school), which.id)
    return false
  }
  const asked = { ...which, roles: input.action === 'roles' ? input.roles : null }
  await startAct(tx, agent, placeAtSchoolChange, { subject: `${which.id}-${which.school}`, input: asked })
  return true
}
