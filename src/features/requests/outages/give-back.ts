import { sql } from 'kysely'
import { z } from 'zod'
import { places } from '../../../places.ts'
import { record } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import { frenchMinute } from '../../../platform/dates.ts'
import { UserError } from '../../../platform/errors.ts'
import type { Agent } from '../../../spaces/actors.ts'
import { startAct, takesTwo } from '../../desks/two-people/index.ts'
import { facts } from './facts.ts'
import { holdSchools } from './hold.ts'
import { scopeInWords } from './outage.ts'
import { outageById, requestsOf } from './queries.ts'

/** Schools decide again on what was not decided. */
export const givingBack = takesTwo({
  kind: 'outage.giving-back',
  title: 'Rendre les décisions aux établissements',
  starts: 'requests.decide',
  finishes: 'requests.decide',
  schema: z.object({ id: z.number().int() }),
  async shown(db, { id }, now) {
    const [outage, { waiting, decided }] = await Promise.all([outageById(db, id), requestsOf(db, id, now)])
    return {
      about: scopeInWords(outage, outage.school_label),
      href: places.region.outage.to({ id }),
      items: [
        { label: 'La Région décide depuis le', value: frenchMinute(outage.taken_at) },
        { label: 'Établissements', value: outage.schools },
        { label: 'Demandes décidées depuis', value: decided },
        { label: 'Demandes qui attendent encore', value: waiting },
      ],
      effects: [
        'Les établissements décident de nouveau des demandes qui attendent. Ce qui est décidé le reste.',
        'La Région peut encore répondre à qui lui a envoyé un certificat : la première décision compte.',
        'Les établissements et les jeunes qui attendent sont prévenus, peu à peu entre 8 h et 21 h.',
      ],
    }
  },
  perform: (tx, agent, { input, startedBy }) => giveBack(tx, agent, input.id, startedBy),
})

const isBackAlready = () => new UserError('outage.over', 'Ces établissements décident déjà de nouveau eux-mêmes.', { status: 409 })

async function giveBack(tx: Tx, agent: Agent, id: number, back_asked_by: number): Promise<void> {
  await holdSchools(tx)
  const given = await tx
    .updateTable('outages')
    .set({ back_asked_by, back_agreed_by: agent.id, given_back_at: tx.now })
    .where('id', '=', id)
    .where('given_back_at', 'is', null)
    .returning('id')
    .executeTakeFirst()
  if (!given) throw isBackAlready()
  await tx.updateTable('outage_schools').set({ given_back_at: tx.now }).where('outage_id', '=', id).execute()
  // Whoever has not been told yet that it began is not told any more.
  await tx
    .updateTable('outage_news')
    .set({ told_at: sql<Date>`coalesce(told_at, ${tx.now})` })
    .where('outage_id', '=', id)
    .execute()
  await tx.insertInto('outage_news').values({ outage_id: id, what: 'given-back', at: tx.now }).execute()
  await record(tx, { at: tx.now, fact: facts['schools.given-back'], staff_id: agent.id, details: { outage: id } })
}

/**
 * Asks a second agent.
 * @returns the number of the act
 * @throws UserError 409 `outage.over` once they are given back
 */
export async function askToGiveBack(tx: Tx, agent: Agent, { id, reason }: { id: number; reason: string }): Promise<number> {
  if ((await outageById(tx, id)).given_back_at !== null) throw isBackAlready()
  return startAct(tx, agent, givingBack, { subject: id, input: { id }, reason })
}
