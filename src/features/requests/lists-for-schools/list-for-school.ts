import { z } from 'zod'
import { places } from '../../../places.ts'
import type { Reader, Tx } from '../../../platform/database/index.ts'
import { dayOf } from '../../../platform/dates.ts'
import { found } from '../../../platform/errors.ts'
import { notifyStaff } from '../../../platform/messages/notify.ts'
import type { Agent } from '../../../spaces/actors.ts'
import { schoolRolesThatMay } from '../../../spaces/school-roles.ts'
import { startAct, takesTwo } from '../../desks/two-people/index.ts'
import { type AgentForSchool, LIST_FOR_SCHOOL, listById, offerList } from '../../schools/enrolment-lists/index.ts'
import { reportOf, summaryOf, useList } from '../enrolment/index.ts'
import { listOffered } from './messages.ts'

/** A school as the Region names it. */
export const schoolNamed = async (db: Reader, id: number) =>
  found(await db.selectFrom('school_directory').select(['id', 'uai', 'name', 'town']).where('id', '=', id).executeTakeFirst())

export const forSchool = (agent: Agent, school_id: number): AgentForSchool => ({ ...agent, school_id })

/** A second agent puts in use the list that the Region gave for a school. */
export const listForSchool = takesTwo({
  ...LIST_FOR_SCHOOL,
  title: 'Mettre en place la liste d’un établissement',
  starts: 'requests.decide',
  finishes: 'requests.decide',
  schema: z.object({ school_id: z.number().int(), list_id: z.number().int() }),
  async shown(db, { school_id, list_id }, now) {
    const school = await schoolNamed(db, school_id)
    const list = await listById(db, { kind: 'agent', school_id }, list_id).catch(() => null)
    const today = dayOf(now)
    return {
      about: `${school.name} (${school.uai}), ${school.town}`,
      href: list ? places.region.schoolList.to({ id: school_id, list: list_id }) : places.region.schoolLists.to({ id: school_id }),
      items: list ? [{ label: 'Fichier', value: list.file_name }, ...summaryOf(list, await reportOf(db, list, today), today)] : [],
      effects: list
        ? [
            'Elle remplace la liste qui est en place : chaque demande dit alors si son auteur y est.',
            'Aucune demande n’est validée d’elle-même : l’établissement, ou la Région pour celles qui lui sont confiées, décide.',
          ]
        : ['Cette liste a été effacée : il n’y a plus rien à mettre en place. Refusez, et dites de la donner de nouveau.'],
    }
  },
  perform: (tx, agent, { input: { school_id, list_id } }) => useList(tx, forSchool(agent, school_id), list_id),
})

/** Asks a second agent to put a list in use, and tells those of the school who give lists: they may too. */
export async function offerToSchool(tx: Tx, agent: AgentForSchool, { id, publicUrl }: { id: number; publicUrl: string }): Promise<number> {
  await offerList(tx, agent, id)
  const { name } = await schoolNamed(tx, agent.school_id)
  const offices = await tx.selectFrom('school_users_at_work').select(['id', 'roles']).where('school_id', '=', agent.school_id).execute()
  const givers = offices.filter(({ roles }) => roles.some((role) => schoolRolesThatMay('lists.give').some((one) => one === role)))
  await notifyStaff(
    tx,
    givers.map((office) => office.id),
    listOffered({ school_name: name, id, publicUrl }),
  )
  return startAct(tx, agent, listForSchool, { subject: agent.school_id, input: { school_id: agent.school_id, list_id: id } })
}
