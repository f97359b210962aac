import type { Reader } from '../../../platform/database/index.ts'
import { frenchMinute } from '../../../platform/dates.ts'
import { found } from '../../../platform/errors.ts'
import { OUR_REGION } from '../../../platform/region.ts'
import { proofOf, proofPdf } from '../agreements/index.ts'
import { spacedSiret } from '../organisations/index.ts'
import { renewedAgreement } from './queries.ts'

/** The paper of what was accepted at a partner; 404 of what was accepted to join, which has its own. */
export async function renewalPdf(db: Reader, id: number): Promise<Buffer> {
  const { code, name, legal_name, siret, in_force_since } = found(await renewedAgreement(db, id))
  return proofPdf(found(await proofOf(db, { id })), {
    about: `point de vente ${code}`,
    who: [name, legal_name, siret && `SIRET ${spacedSiret(siret)}`].filter(Boolean).join(', '),
    region: `Texte mis en vigueur pour la Région ${OUR_REGION.name} par deux agents, l’un après l’autre, le ${frenchMinute(in_force_since)}.`,
    regionAt: null,
  })
}
