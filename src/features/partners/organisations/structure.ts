import { z } from 'zod'
import { places } from '../../../places.ts'
import type { Tx } from '../../../platform/database/index.ts'
import { found } from '../../../platform/errors.ts'
import type { Agent } from '../../../spaces/actors.ts'
import { startAct, takesTwo } from '../../desks/two-people/index.ts'
import { giveSiret } from './give-siret.ts'
import { legalNameOf, organisationOf } from './queries.ts'
import { type Organisation, sirenOf, spacedSiret } from './siret.ts'

/** A partner belongs to an organisation once another agent than who typed its SIRET has seen it. */
export const structureChange = takesTwo({
  kind: 'partner.structure',
  title: 'Donner le SIRET d’un partenaire',
  starts: 'partners.manage',
  finishes: 'partners.manage',
  schema: z.object({ partner_id: z.number().int(), siret: z.string(), legalName: z.string() }),
  async shown(db, { partner_id, siret, legalName }) {
    const [partner, before, same] = await Promise.all([
      db.selectFrom('partner_directory').select(['name', 'code', 'town']).where('id', '=', partner_id).executeTakeFirst().then(found),
      organisationOf(db, partner_id),
      legalNameOf(db, siret),
    ])
    return {
      about: `${partner.name} (${partner.code}), ${partner.town}`,
      href: places.region.partner.to({ id: partner_id }),
      items: same ? [{ label: 'Structure déjà connue sous ce SIREN', value: same }] : [],
      changes: [
        { label: 'SIRET', before: before ? spacedSiret(before.siret) : 'Aucun', after: spacedSiret(siret) },
        { label: 'Raison sociale', before: before?.legal_name ?? 'Aucune', after: legalName },
      ],
      effects: [
        'Un compte bancaire peut ensuite être proposé pour ce partenaire.',
        ...(same && before?.siren !== sirenOf(siret) ? ['Les autres points de vente de cette structure sont prévenus par mail.'] : []),
      ],
    }
  },
  perform: (tx, agent, { input }) => giveSiret(tx, agent, input),
})

/** Asks a second person to say which organisation a partner belongs to. */
export const askForStructure = (tx: Tx, agent: Agent, input: Organisation & { partner_id: number }): Promise<number> =>
  startAct(tx, agent, structureChange, { subject: input.partner_id, input })
