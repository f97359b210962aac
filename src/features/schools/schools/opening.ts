import { sql } from 'kysely'
import { z } from 'zod'
import { places } from '../../../places.ts'
import { record } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import { dayOf } from '../../../platform/dates.ts'
import type { Agent } from '../../../spaces/actors.ts'
import { startAct, takesTwo } from '../../desks/two-people/index.ts'
import { facts } from './facts.ts'
import { managedSchool } from './manage-queries.ts'

/** A school says who is enrolled: one typed by hand can be chosen once somebody else has seen it. */
export const schoolOpening = takesTwo({
  kind: 'school.opening',
  title: 'Ouvrir un établissement',
  starts: 'schools.manage',
  finishes: 'schools.manage',
  schema: z.object({ id: z.number().int() }),
  async shown(db, { id }) {
    const school = await managedSchool(db, id)
    return {
      about: `${school.name} (${school.uai})`,
      href: places.region.school.to({ id }),
      items: [
        { label: 'Type', value: school.kind },
        { label: 'Adresse', value: [school.street, school.postcode, school.town].filter(Boolean).join(', ') },
        { label: 'Dans la région', value: school.in_region ? 'Oui' : 'Non' },
      ],
      effects: ['Dès maintenant, il peut être choisi dans une demande.'],
    }
  },
  async perform(tx, agent, { input: { id } }) {
    // One that the national file has open until its day is opened as the file says: it closes on that day.
    const decidedAt = sql<Date | null>`case when closes_on > ${dayOf(tx.now)}::date then null else ${tx.now}::timestamptz end`
    await tx.updateTable('schools').set({ open: true, open_decided_at: decidedAt }).where('id', '=', id).execute()
    await record(tx, { at: tx.now, fact: facts['school.opened'], staff_id: agent.id, details: { school_id: id } })
  },
})

/** Asks a second person to open a school: until then nobody chooses it. */
export const askToOpen = (tx: Tx, agent: Agent, id: number): Promise<number> =>
  startAct(tx, agent, schoolOpening, { subject: id, input: { id } })
