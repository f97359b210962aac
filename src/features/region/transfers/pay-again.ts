import { z } from 'zod'
import { places } from '../../../places.ts'
import { record } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import { UserError } from '../../../platform/errors.ts'
import { frenchEuros } from '../../../platform/money.ts'
import type { Agent } from '../../../spaces/actors.ts'
import { startAct, takesTwo } from '../../desks/two-people/index.ts'
import { facts } from './facts.ts'
import { subjectOf } from './make-file.ts'
import { beginTransfers } from './payable.ts'
import { waitingForAgreement } from './queries.ts'
import type { Source } from './transfer.ts'

const id = z.number().int()

/** Rejected transfers: two people say that they are to be paid again. */
export const transfersAgain = takesTwo({
  kind: 'transfers.again',
  title: 'Payer de nouveau des virements rejetés',
  starts: 'settlements.prepare',
  finishes: 'money.release',
  schema: z.union([z.object({ settlement_id: id, ids: z.array(id) }), z.object({ aid_batch_id: id, ids: z.array(id) })]),
  async shown(db, { ids, ...source }) {
    const waiting = await waitingForAgreement(db, source)
    const asked = waiting.filter(({ id }) => ids.includes(id))
    return {
      about: 'settlement_id' in source ? `Reversement n° ${source.settlement_id}` : `Lot de virements THR n° ${source.aid_batch_id}`,
      href:
        'settlement_id' in source
          ? places.region.transfers.to({ id: source.settlement_id })
          : places.region.aidTransfers.to({ id: source.aid_batch_id }),
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
  async perform(tx, agent, { input: { ids, ...source } }) {
    const { numUpdatedRows } = await tx
      .updateTable('transfers')
      .set({ needs_agreement: false })
      .where((eb) => eb.and(source))
      .where('id', 'in', ids)
      .where('state', '=', 'waiting')
      .executeTakeFirst()
    const details = { ...subjectOf(source), transfers: Number(numUpdatedRows) }
    await record(tx, { at: tx.now, fact: facts['transfers.again'], staff_id: agent.id, details })
  },
})

/** What it is asked about: a settlement by its number alone, since always. */
export const askedAbout = (source: Source): string | number =>
  'settlement_id' in source ? source.settlement_id : `aids-${source.aid_batch_id}`

/** Asks a second person for those of a settlement, or of a batch, that wait for it. */
export async function askToPayAgain(tx: Tx, agent: Agent, source: Source): Promise<void> {
  if ('aid_batch_id' in source) await beginTransfers(tx, source)
  const ids = (await waitingForAgreement(tx, source)).map(({ id }) => id)
  if (ids.length === 0)
    throw new UserError('transfers.none-rejected', 'Aucun virement rejeté n’attend d’être payé de nouveau.', { status: 409 })
  await startAct(tx, agent, transfersAgain, { subject: askedAbout(source), input: { ...source, ids } })
}
