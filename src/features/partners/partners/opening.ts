import { z } from 'zod'
import { places } from '../../../places.ts'
import { record } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import { UserError } from '../../../platform/errors.ts'
import type { Agent } from '../../../spaces/actors.ts'
import { startAct, takesTwo } from '../../desks/two-people/index.ts'
import { facts } from './facts.ts'
import { managedPartner } from './manage-queries.ts'

/** A partner takes money once somebody else than who added it, or who brings it back, has seen it. */
export const partnerOpening = takesTwo({
  kind: 'partner.opening',
  title: 'Ouvrir un partenaire',
  starts: 'partners.manage',
  finishes: 'partners.manage',
  schema: z.object({ id: z.number().int() }),
  async shown(db, { id }) {
    const partner = await managedPartner(db, id)
    return {
      about: `${partner.name} (${partner.code})`,
      href: places.region.partner.to({ id }),
      items: [
        { label: 'Type', value: partner.type },
        { label: 'Adresse', value: `${partner.street}, ${partner.postcode} ${partner.town}` },
        { label: 'Prépaiements', value: partner.accepts_prepayments ? 'Oui' : 'Non' },
        { label: 'Paiements en ligne', value: partner.accepts_online_payments ? 'Oui' : 'Non' },
      ],
      effects: ['Dès maintenant, il est trouvé par tous et peut encaisser la carte.'],
    }
  },
  async perform(tx, agent, { input: { id } }) {
    await mustNotBeGone(tx, id)
    const opened = await tx
      .updateTable('partners')
      .set({ active: true })
      .where('id', '=', id)
      .where('active', '=', false)
      .returning('id')
      .executeTakeFirst()
    if (opened) await record(tx, { at: tx.now, fact: facts['partner.reactivated'], staff_id: agent.id, details: { partner_id: id } })
  },
})

/** Asks a second person to open a partner: until then it takes no card. */
export const askToOpen = (tx: Tx, agent: Agent, id: number): Promise<number> =>
  startAct(tx, agent, partnerOpening, { subject: id, input: { id } })

/** One that was opened beside its departure would take the card after its last day, and never have left. */
async function mustNotBeGone(tx: Tx, id: number): Promise<void> {
  const leaving = tx.selectFrom('partners_leaving').select('partner_id').where('partner_id', '=', id)
  if (!(await leaving.where('stopped_at', 'is not', null).executeTakeFirst())) return
  const sentence = 'Ce partenaire s’en va, et son dernier jour est passé. Pour le rouvrir, annulez d’abord son départ.'
  throw new UserError('partner.leaving', sentence, { status: 409 })
}
