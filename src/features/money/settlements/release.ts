import { z } from 'zod'
import { places } from '../../../places.ts'
import { record } from '../../../platform/audit.ts'
import { frenchMinute } from '../../../platform/dates.ts'
import { UserError } from '../../../platform/errors.ts'
import { frenchEuros } from '../../../platform/money.ts'
import { takesTwo } from '../../desks/two-people/index.ts'
import { facts } from './facts.ts'
import { frozenIn, settlementOf } from './queries.ts'
import { askToTell } from './tell-statements.ts'

/** A settlement goes out once an approver has seen it. */
export const settlementRelease = takesTwo({
  kind: 'settlement.release',
  title: 'Faire sortir un reversement',
  starts: 'settlements.prepare',
  finishes: 'money.release',
  schema: z.object({ id: z.number().int() }),
  async shown(db, { id }) {
    const [settlement, frozen] = await Promise.all([settlementOf(db, id), frozenIn(db, id)])
    return {
      about: `Reversement n° ${id}`,
      href: places.region.settlement.to({ id }),
      items: [
        { label: 'Préparé le', value: `${frenchMinute(settlement.prepared_at)}, par ${settlement.prepared_by_name}` },
        { label: 'Partenaires', value: settlement.partners ?? 0 },
        { label: 'Montant', value: frenchEuros(settlement.total_cents ?? 0) },
        ...(frozen.length > 0 ? [{ label: 'Gelés depuis', value: frozen.join(', ') }] : []),
      ],
      effects: [
        'La liste des virements pourra être téléchargée, puis les virements notés comme faits.',
        'Chaque partenaire est prévenu par e-mail.',
      ],
    }
  },
  async perform(tx, agent, { input: { id } }) {
    const released = await tx
      .updateTable('settlements')
      .set({ released_at: tx.now, released_by: agent.id })
      .where('id', '=', id)
      .where('released_at', 'is', null)
      .returning('id')
      .executeTakeFirst()
    if (!released) throw isReleasedAlready()
    await askToTell(tx, { settlement_id: id, is_paid: false })
    await record(tx, { at: tx.now, fact: facts['settlement.released'], staff_id: agent.id, details: { settlement: id } })
  },
})

/** What is let out is not asked for again. */
export const isReleasedAlready = () => new UserError('settlement.released', 'Ce reversement est déjà validé.', { status: 409 })

/** What is not let out yet can be neither downloaded nor paid. */
export const isNotReleased = () =>
  new UserError('settlement.not-released', 'Ce reversement attend encore la validation d’une seconde personne.', { status: 409 })
