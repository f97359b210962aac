import { z } from 'zod'
import { places } from '../../../places.ts'
import { record } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import { UserError } from '../../../platform/errors.ts'
import { frenchEuros } from '../../../platform/money.ts'
import type { Agent } from '../../../spaces/actors.ts'
import { startAct, takesTwo } from '../../desks/two-people/index.ts'
import { facts } from './facts.ts'
import { waitingForAgreement } from './queries.ts'

/** Rejected transfers: two people say that they are to be paid again. */
export const transfersAgain = takesTwo({
  kind: 'transfers.again',
  title: 'Payer de nouveau des virements rejetés',
  starts: 'settlements.prepare',
  finishes: 'money.release',
  schema: z.object({ settlement_id: z.number().int(), ids: z.array(z.number().int()) }),
  async shown(db, { settlement_id, ids }) {
    const waiting = await waitingForAgreement(db, settlement_id)
    const asked = waiting.filter(({ id }) => ids.includes(id))
    return {
      about: `Reversement n° ${settlement_id}`,
      href: places.region.transfers.to({ id: settlement_id }),
      items: [
        { label: 'Virements', value: asked.length },
        { label: 'Montant', value: frenchEuros(asked.reduce((sum, { amount_cents }) => sum + amount_cents, 0)) },
        ...asked.slice(0, 20).map(({ number, name, amount_cents, words, is_said_paid }) => ({
          label: number,
          value: `${name}, ${frenchEuros(amount_cents)}, rejeté : ${words ?? 'sans motif'}${is_said_paid ? '. Attention : une autre réponse le dit payé' : ''}`,
        })),
      ],
      effects: [
        'Ces sommes partent dans le prochain fichier, sous un nouveau numéro. Assurez-vous d’abord que la banque ne les a pas payées.',
      ],
    }
  },
  async perform(tx, agent, { input: { settlement_id, ids } }) {
    const { numUpdatedRows } = await tx
      .updateTable('transfers')
      .set({ needs_agreement: false })
      .where('settlement_id', '=', settlement_id)
      .where('id', 'in', ids)
      .where('state', '=', 'waiting')
      .executeTakeFirst()
    const details = { settlement: settlement_id, transfers: Number(numUpdatedRows) }
    await record(tx, { at: tx.now, fact: facts['transfers.again'], staff_id: agent.id, details })
  },
})

/** Asks a second person for those of a settlement that wait for it. */
export async function askToPayAgain(tx: Tx, agent: Agent, settlement_id: number): Promise<void> {
  const ids = (await waitingForAgreement(tx, settlement_id)).map(({ id }) => id)
  if (ids.length === 0)
    throw new UserError('transfers.none-rejected', 'Aucun virement rejeté n’attend d’être payé de nouveau.', { status: 409 })
  await startAct(tx, agent, transfersAgain, { subject: settlement_id, input: { settlement_id, ids } })
}
