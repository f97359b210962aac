import { z } from 'zod'
import { places } from '../../../places.ts'
import type { Tx } from '../../../platform/database/index.ts'
import { frenchDay } from '../../../platform/dates.ts'
import { frenchEuros } from '../../../platform/money.ts'
import type { Agent } from '../../../spaces/actors.ts'
import { startAct, takesTwo } from '../../desks/two-people/index.ts'
import { elsewhereLabel } from '../card-applications/index.ts'
import { acceptApplications } from './accept.ts'
import { fileOf } from './queries.ts'

/** An apprentice whose CFA is outside the Region: no school attests, so two agents do. */
export const acceptanceElsewhere = takesTwo({
  kind: 'card-application.acceptance-elsewhere',
  title: 'Valider un apprenti dont le CFA est hors de la région',
  starts: 'requests.decide',
  finishes: 'requests.decide',
  schema: z.object({ number: z.string() }),
  async shown(db, { number }) {
    const file = await fileOf(db, { kind: 'agent' }, number)
    return {
      about: `${file.last_name} ${file.first_name}`,
      href: places.region.request.to({ number }),
      items: [
        { label: 'Date de naissance', value: frenchDay(file.birth_date) },
        { label: 'CFA', value: file.school_elsewhere ? elsewhereLabel(file.school_elsewhere) : '—' },
        { label: 'Contrat signé le', value: file.contract_signed_on ? frenchDay(file.contract_signed_on) : '—' },
        { label: 'Fin du contrat', value: file.contract_ends_on ? frenchDay(file.contract_ends_on) : '—' },
        { label: 'Sera crédité de', value: frenchEuros(file.amount_cents ?? 0) },
      ],
      effects: ['Sa carte est créée, et son porte-monnaie crédité. Assurez-vous que ce CFA et ce contrat existent.'],
    }
  },
  perform: (tx, agent, { input: { number } }) => acceptApplications(tx, agent, { fileNumbers: [number] }),
})

/** Asks a second agent to validate an apprentice of a CFA elsewhere; answers whether it is one. */
export async function askForElsewhere(tx: Tx, agent: Agent, [number = '']: string[]): Promise<boolean> {
  const { situation, state, school_elsewhere } = await fileOf(tx, agent, number)
  // Of a school of the Region that did not answer, one agent decides, as it would have.
  if (situation !== 'apprentice' || state !== 'submitted' || school_elsewhere === null) return false
  await startAct(tx, agent, acceptanceElsewhere, { subject: number, input: { number } })
  return true
}
