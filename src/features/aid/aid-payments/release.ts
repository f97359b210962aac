import { z } from 'zod'
import { places } from '../../../places.ts'
import { record } from '../../../platform/audit.ts'
import { frenchMinute } from '../../../platform/dates.ts'
import { UserError } from '../../../platform/errors.ts'
import { frenchEuros } from '../../../platform/money.ts'
import { takesTwo } from '../../desks/two-people/index.ts'
import { facts } from './facts.ts'
import { batchOf, batchToChange, paidBefore } from './queries.ts'

/** What is let out is not asked for again. */
export const isReleasedAlready = () => new UserError('aid-batch.released', 'Ce lot est déjà validé.', { status: 409 })

/** A batch's file can be taken out once an approver has seen it. */
export const batchRelease = takesTwo({
  kind: 'aid-batch.release',
  title: 'Faire sortir un lot de virements THR',
  starts: 'aid-batches.prepare',
  finishes: 'money.release',
  schema: z.object({ id: z.number().int() }),
  async shown(db, { id }) {
    const [batch, before] = await Promise.all([batchOf(db, id), paidBefore(db, id)])
    return {
      about: `Lot de virements n° ${id}`,
      href: places.region.aidBatch.to({ id }),
      items: [
        { label: 'Créé le', value: `${frenchMinute(batch.created_at)}, par ${batch.created_by_name}` },
        { label: 'Virements', value: batch.transfers },
        { label: 'Total', value: frenchEuros(batch.total_cents) },
        ...(before.rejected > 0 ? [{ label: 'Déjà rejetés dans un autre lot', value: before.rejected }] : []),
        ...(before.said_paid > 0
          ? [{ label: 'Attention', value: `${before.said_paid} qu’une réponse de la banque dit payés : regardez avec elle` }]
          : []),
      ],
      effects: ['Le fichier de virements pourra être fait, et donné à la banque ou au comptable.'],
    }
  },
  async perform(tx, agent, { input: { id } }) {
    const { released_at } = await batchToChange(tx, id)
    if (released_at) throw isReleasedAlready()
    await tx.updateTable('aid_payment_batches').set({ released_at: tx.now, released_by: agent.id }).where('id', '=', id).execute()
    await record(tx, { at: tx.now, fact: facts['aid-batch.released'], staff_id: agent.id, details: { batch: id } })
  },
})
