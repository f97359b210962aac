import { z } from 'zod'
import { places } from '../../../places.ts'
import type { Tx } from '../../../platform/database/index.ts'
import { dayOf, frenchDayOf } from '../../../platform/dates.ts'
import { found } from '../../../platform/errors.ts'
import type { Agent } from '../../../spaces/actors.ts'
import { startAct, takesTwo } from '../../desks/two-people/index.ts'
import { handToRegion } from '../card-applications/index.ts'
import { waitingSchools } from './queries.ts'

/** The Region decides too on what waits at a school that does not answer. */
export const schoolTakenOver = takesTwo({
  kind: 'school.requests-taken-over',
  title: 'Décider à la place d’un établissement',
  starts: 'requests.decide',
  finishes: 'requests.decide',
  schema: z.object({ id: z.number().int() }),
  async shown(db, { id }, now) {
    const school = found(await db.selectFrom('school_directory').select(['name', 'town']).where('id', '=', id).executeTakeFirst())
    const [waits] = await waitingSchools(db, now, null, id)
    return {
      about: `${school.name}, ${school.town}`,
      href: places.region.school.to({ id }),
      items: [
        { label: 'Demandes qui attendent', value: waits?.waiting ?? 0 },
        { label: 'La plus ancienne attend depuis le', value: waits ? frenchDayOf(waits.since) : '—' },
      ],
      effects: [
        'Ces demandes s’ajoutent à celles que la Région décide, avec ce que dit la liste de l’établissement.',
        'L’établissement peut toujours y répondre : la première décision compte.',
      ],
    }
  },
  async perform(tx, agent, { input: { id } }) {
    const waiting = await tx
      .selectFrom('waiting_at_schools')
      .select('application_id')
      .where('school_id', '=', id)
      .where('since', '<=', tx.now)
      .where('ends_on', '>=', dayOf(tx.now))
      .execute()
    await handToRegion(
      tx,
      agent,
      id,
      waiting.map(({ application_id }) => application_id),
    )
  },
})

/** Asks a second agent. */
export const askToTakeOver = (tx: Tx, agent: Agent, id: number): Promise<number> =>
  startAct(tx, agent, schoolTakenOver, { subject: String(id), input: { id } })
