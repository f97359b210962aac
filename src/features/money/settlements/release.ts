import { sql } from 'kysely'
import { z } from 'zod'
import { places } from '../../../places.ts'
import { record } from '../../../platform/audit.ts'
import { frenchMinute } from '../../../platform/dates.ts'
import { UserError } from '../../../platform/errors.ts'
import { notifyStaff } from '../../../platform/messages/notify.ts'
import { frenchEuros } from '../../../platform/money.ts'
import { takesTwo } from '../../desks/two-people/index.ts'
import { facts } from './facts.ts'
import { linesHeld } from './messages.ts'
import { heldOf, settlementOf } from './queries.ts'
import { askToTell } from './tell-statements.ts'

/** A settlement goes out once an approver has seen it, without the partners that were frozen since it was prepared. */
export const settlementRelease = takesTwo({
  kind: 'settlement.release',
  title: 'Faire sortir un reversement',
  starts: 'settlements.prepare',
  finishes: 'money.release',
  schema: z.object({ id: z.number().int() }),
  async shown(db, { id }) {
    const [settlement, held] = await Promise.all([settlementOf(db, id), heldOf(db, id)])
    // As long as it waits, its sums hold what it will be let out without.
    const without = settlement.released_at ? { names: [], total_cents: 0 } : held
    return {
      about: `Reversement n° ${id}`,
      href: places.region.settlement.to({ id }),
      items: [
        { label: 'Préparé le', value: `${frenchMinute(settlement.prepared_at)}, par ${settlement.prepared_by_name}` },
        { label: 'Partenaires', value: (settlement.partners ?? 0) - without.names.length },
        { label: 'Montant', value: frenchEuros((settlement.total_cents ?? 0) - without.total_cents) },
        ...(held.names.length > 0 ? [{ label: 'Retenu', value: `${frenchEuros(held.total_cents)} : ${held.names.join(', ')}` }] : []),
      ],
      effects: [
        'La liste des virements pourra être téléchargée, puis les virements notés comme faits.',
        'Chaque partenaire payé est prévenu par e-mail.',
        ...(held.names.length > 0 ? [HELD_STAYS_DUE] : []),
      ],
    }
  },
  async perform(tx, agent, { input: { id }, startedBy }) {
    if ((await settlementOf(tx, id)).released_at) throw isReleasedAlready()
    const { rows } = await sql<{ held: number }>`select hold_frozen_lines(${id}, ${tx.now}) as held`.execute(tx)
    const held = rows[0]?.held ?? 0
    const { partners } = await settlementOf(tx, id)
    if (!partners) throw isAllHeld()
    await tx.updateTable('settlements').set({ released_at: tx.now, released_by: agent.id }).where('id', '=', id).execute()
    await askToTell(tx, { settlement_id: id, is_paid: false })
    const about = { settlement: id, ...(held > 0 && { held }) }
    await record(tx, { at: tx.now, fact: facts['settlement.released'], staff_id: agent.id, details: about })
    if (held > 0) await notifyStaff(tx, [startedBy, agent.id], linesHeld({ id, ...(await heldOf(tx, id)) }))
  },
})

/** Said wherever lines are left out. */
export const HELD_STAYS_DUE =
  'Les partenaires gelés ne sont pas payés : ce qui leur est dû le reste, et fera partie du reversement qui suit leur dégel.'

/** What is let out is not asked for again. */
export const isReleasedAlready = () => new UserError('settlement.released', 'Ce reversement est déjà validé.', { status: 409 })

const isAllHeld = () => {
  const sentence = 'Tous les partenaires de ce reversement sont gelés : il n’y a personne à payer. Il peut attendre qu’ils soient dégelés.'
  return new UserError('settlement.all-held', sentence, { status: 409 })
}

/** What is not let out yet can be neither downloaded nor paid. */
export const isNotReleased = () =>
  new UserError('settlement.not-released', 'Ce reversement attend encore la validation d’une seconde personne.', { status: 409 })
