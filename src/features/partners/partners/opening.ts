import { z } from 'zod'
import { places } from '../../../places.ts'
import { recordAll } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import type { Agent } from '../../../spaces/actors.ts'
import { startAct, takesTwo } from '../../desks/two-people/index.ts'
import { facts } from './facts.ts'
import { managedPartner, partnerImport } from './manage-queries.ts'

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
  perform: (tx, agent, { input: { id } }) => openPartners(tx, agent, [id]),
})

/** Those that a file brought: one act, which its second person signs whole. */
export const importOpening = takesTwo({
  kind: 'partner.import-opening',
  title: 'Ouvrir les partenaires d’un fichier',
  starts: 'partners.manage',
  finishes: 'partners.manage',
  schema: z.object({ import_id: z.number().int(), ids: z.array(z.number().int()) }),
  async shown(db, { import_id, ids }) {
    const { file_name } = await partnerImport(db, import_id)
    return {
      about: file_name,
      href: places.region.partnersImported.to({ id: import_id }),
      items: [{ label: 'Partenaires ajoutés', value: ids.length }],
      effects: ['Dès maintenant, ils sont trouvés par tous et peuvent encaisser la carte.'],
    }
  },
  perform: (tx, agent, { input: { ids } }) => openPartners(tx, agent, ids),
})

/** Asks a second person to open a partner: until then it takes no card. */
export const askToOpen = (tx: Tx, agent: Agent, id: number): Promise<number> =>
  startAct(tx, agent, partnerOpening, { subject: id, input: { id } })

async function openPartners(tx: Tx, agent: Agent, ids: number[]): Promise<void> {
  const opened = await tx
    .updateTable('partners')
    .set({ active: true })
    .where('id', 'in', ids)
    .where('active', '=', false)
    .returning('id')
    .execute()
  const fact = { at: tx.now, fact: facts['partner.reactivated'], staff_id: agent.id }
  await recordAll(
    tx,
    opened.map(({ id }) => ({ ...fact, details: { partner_id: id } })),
  )
}
