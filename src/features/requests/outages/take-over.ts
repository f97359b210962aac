import { places } from '../../../places.ts'
import { record } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import { dayOf } from '../../../platform/dates.ts'
import { UserError } from '../../../platform/errors.ts'
import type { Agent } from '../../../spaces/actors.ts'
import { startAct, takesTwo } from '../../desks/two-people/index.ts'
import { facts } from './facts.ts'
import { holdSchools } from './hold.ts'
import { subjectOf, type Taken, taken } from './outage.ts'
import { countsToTake, schoolsToTake, wordsOf } from './queries.ts'

/** The Region decides in the place of schools, from what their lists say and from certificates, until it gives them back. */
export const takingOver = takesTwo({
  kind: 'outage.taking-over',
  title: 'Décider à la place d’établissements',
  starts: 'requests.decide',
  finishes: 'requests.decide',
  schema: taken,
  async shown(db, input, now) {
    const { schools, requests } = await countsToTake(db, input, dayOf(now))
    return {
      about: await wordsOf(db, input),
      href: input.school === null ? null : places.region.school.to({ id: input.school }),
      items: [
        { label: 'Établissements où la Région ne décide pas encore', value: schools },
        { label: 'Demandes qui y attendent', value: requests },
      ],
      effects: [
        'Ces demandes, et celles qui seront envoyées d’ici là, s’ajoutent à celles que la Région décide, avec ce que dit la liste de l’établissement.',
        'Les établissements lisent leurs demandes, et n’en décident plus. Ce que leur liste valide d’elle-même continue.',
        'Les jeunes qui attendent peuvent envoyer un certificat de scolarité tout de suite.',
        'Les établissements et les jeunes sont prévenus, peu à peu entre 8 h et 21 h.',
      ],
    }
  },
  perform: (tx, agent, { input, startedBy }) => takeOver(tx, agent, input, startedBy),
})

const nothingToTake = () =>
  new UserError('outage.nothing', 'La Région décide déjà à la place de tous ces établissements.', { field: 'scope', status: 409 })

async function takeOver(tx: Tx, agent: Agent, { reason, ...scope }: Taken, asked_by: number): Promise<void> {
  await holdSchools(tx)
  const schools = await schoolsToTake(tx, scope)
  if (schools.length === 0) throw nothingToTake()
  const { department, school: school_id } = scope
  const { id: outage_id } = await tx
    .insertInto('outages')
    .values({ scope: scope.scope, department, school_id, reason, asked_by, agreed_by: agent.id, taken_at: tx.now })
    .returning('id')
    .executeTakeFirstOrThrow()
  await tx
    .insertInto('outage_schools')
    .values(schools.map((id) => ({ outage_id, school_id: id, taken_at: tx.now })))
    .execute()
  await tx.insertInto('outage_news').values({ outage_id, what: 'taken-over', at: tx.now }).execute()
  const details = { outage: outage_id, scope: scope.scope, department, school_id, schools: schools.length, reason }
  await record(tx, { at: tx.now, fact: facts['schools.taken-over'], staff_id: agent.id, details })
}

/**
 * Asks a second agent.
 * @returns the number of the act
 * @throws UserError 409 `outage.nothing` where the Region decides already
 */
export async function askToTakeOver(tx: Tx, agent: Agent, input: Taken): Promise<number> {
  if ((await schoolsToTake(tx, input)).length === 0) throw nothingToTake()
  return startAct(tx, agent, takingOver, { subject: subjectOf(input), input, reason: input.reason })
}
